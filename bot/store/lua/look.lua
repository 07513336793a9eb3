-- All that a courier needs to see of something that is owed, in one look.
-- KEYS: conversation, lines, shown, where (hash)   ARGV: the field of `where`
-- Answers {record, version, address, lines delivered to the relative, shown, the lines after it}.
local record, version, brought = unpack(redis.call('HMGET', KEYS[1], 'record', 'version', 'brought'))
local shown = redis.call('HGETALL', KEYS[3])
local lines = redis.call('HGET', KEYS[3], 'lines') or '0'
return {
  record or '', version or '0', redis.call('HGET', KEYS[4], ARGV[1]) or '', brought or '',
  shown, redis.call('LRANGE', KEYS[2], lines, -1),
}
