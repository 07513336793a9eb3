-- A message that shows no line stands on a phone: note it, unless its conversation is gone.
-- KEYS: conversation, messages   ARGV: message, seconds to live, and by which name, if by one
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
redis.call('HSETNX', KEYS[2], ARGV[1], 0)
if ARGV[3] ~= '' then redis.call('HSET', KEYS[2], ARGV[3], ARGV[1]) end
return redis.call('EXPIRE', KEYS[2], ARGV[2])
