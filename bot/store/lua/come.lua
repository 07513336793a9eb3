-- A counsellor comes on duty in the staff bot; whoever was removed meanwhile does not.
-- KEYS: counsellors, at-telegram, present
-- ARGV: counsellor, until when they count as here (seconds since 1970), channel
if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 0 then return end
redis.call('SADD', KEYS[2], ARGV[1])
redis.call('ZADD', KEYS[3], 'GT', ARGV[2], ARGV[1])
redis.call('PUBLISH', ARGV[3], ARGV[1])
