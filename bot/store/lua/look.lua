-- All that a courier needs to see of something that is owed, in one look.
-- KEYS: conversation, lines, shown, where (hash), counsellors, at-telegram
-- ARGV: the field of `where`, and the counsellor whom it is for, or ""
-- Answers {record, version, address, lines delivered to the relative, shown, the lines after it,
--   the counsellor if on duty there, the conversation's key}; what tells of people is sealed.
local record, version, brought, key =
  unpack(redis.call('HMGET', KEYS[1], 'record', 'version', 'brought', 'key'))
local shown = redis.call('HGETALL', KEYS[3])
local lines = redis.call('HGET', KEYS[3], 'lines') or '0'
local on_duty = ARGV[2] ~= '' and redis.call('SISMEMBER', KEYS[6], ARGV[2]) == 1
return {
  record or '', version or '0', redis.call('HGET', KEYS[4], ARGV[1]) or '', brought or '',
  shown, redis.call('LRANGE', KEYS[2], lines, -1),
  on_duty and redis.call('HGET', KEYS[5], ARGV[2]) or '', key or '',
}
