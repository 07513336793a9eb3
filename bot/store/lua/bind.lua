-- A one-time link is used up, and a chat with the staff bot is from now on that of its counsellor.
-- KEYS: invite, counsellors, desk-chats, desk-chat-of   ARGV: chat
-- Answers whether it was; a link of nobody is used up all the same.
local id = redis.call('GETDEL', KEYS[1])
if not id or redis.call('HEXISTS', KEYS[2], id) == 0 then return 0 end
local whose = redis.call('HGET', KEYS[4], ARGV[1])
if whose then redis.call('HDEL', KEYS[3], whose) end
local before = redis.call('HGET', KEYS[3], id)
if before then redis.call('HDEL', KEYS[4], before) end
redis.call('HSET', KEYS[3], id, ARGV[1])
redis.call('HSET', KEYS[4], ARGV[1], id)
return 1
