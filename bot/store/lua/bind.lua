-- A one-time link is used up, and a chat with the staff bot is from now on that of its counsellor.
-- KEYS: invite, counsellors, desk-chats, desk-chat-of, secret-key, removed
-- ARGV: the chat as "hidden sealed", and the id of the key by which it is
-- Answers whether it was; a link of nobody is used up all the same. Where the line seals by
-- another key by now, nothing happens, and the answer is nil.
if redis.call('GET', KEYS[5]) ~= ARGV[2] then return nil end
local hidden = string.match(ARGV[1], '^%S+')
local id = redis.call('GETDEL', KEYS[1])
if not id or redis.call('HEXISTS', KEYS[2], id) == 0 then return 0 end
local whose = redis.call('HGET', KEYS[4], hidden)
if whose then redis.call('HDEL', KEYS[3], whose) end
local before = redis.call('HGET', KEYS[3], id)
if before then redis.call('HDEL', KEYS[4], string.match(before, '^%S+')) end
if whose or before then redis.call('INCR', KEYS[6]) end
redis.call('HSET', KEYS[3], id, ARGV[1])
redis.call('HSET', KEYS[4], hidden, id)
return 1
