-- A message that shows no line stands on a phone: note it, unless its conversation is gone.
-- KEYS: conversation, messages   ARGV: message, seconds to live
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
redis.call('HSETNX', KEYS[2], ARGV[1], 0)
return redis.call('EXPIRE', KEYS[2], ARGV[2])
