-- The line seals by another secret key from now on: all that was sealed by the one before is put
-- in place sealed anew, at once, or nothing changes since something came meanwhile.
-- KEYS: secret-key, removed   ARGV: the plan (JSON)
-- The plan has the id of the key, how many fields there are in some hashes (`counts`), and of each
-- field to change its key, name and value, and its new name and value.
-- Answers whether it was done.
local plan = cjson.decode(ARGV[1])
for key, count in pairs(plan.counts) do
  if redis.call('HLEN', key) ~= count then return 0 end
end
for _, one in ipairs(plan.changes) do
  if redis.call('HGET', one.key, one.field) ~= one.value then return 0 end
end
for _, one in ipairs(plan.changes) do
  redis.call('HDEL', one.key, one.field)
  redis.call('HSET', one.key, one.new_field, one.new_value)
end
redis.call('SET', KEYS[1], plan.secret_key)
redis.call('INCR', KEYS[2])
return 1
