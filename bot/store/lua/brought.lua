-- Something was confirmed by a platform: note it, and owe it no longer unless more came meanwhile.
-- KEYS: conversation, shown, messages, owed, owed-desk, where (hash), at-telegram   ARGV: what was done (JSON)
-- Answers the rank of what is still owed, if anything is.
local done = cjson.decode(ARGV[1])
local at_desk = done.counsellor ~= ''
local version = tonumber(redis.call('HGET', KEYS[1], 'version') or '0')

-- What was forgotten meanwhile must not come back as a note of where it stood, nor what was brought
-- to where its relative is no longer; on a counsellor's phone it stands until it is taken away.
local function sealed(where) return string.match(where, '%S*$') end
local where = redis.call('HGET', KEYS[6], done.conversation) or ''
local there = sealed(where) == sealed(done.chat)
if at_desk or (version > 0 and there) then
  for field, value in pairs(done.notes) do redis.call('HSET', KEYS[2], field, value) end
  for message, number in pairs(done.messages) do
    redis.call('HSET', KEYS[3], message, number)
    if number > 0 then redis.call('HSETNX', KEYS[3], 'line:' .. number, message) end
  end
  redis.call('EXPIRE', KEYS[2], done.life)
  redis.call('EXPIRE', KEYS[3], done.life)
end
local left = not at_desk and not there and redis.call('HGET', KEYS[1], 'left')
if left then
  -- It came to a phone that was just left, and goes from there with all the rest.
  local messages = (string.gsub(KEYS[3], done.conversation, left))
  for message in pairs(done.messages) do redis.call('HSET', messages, message, 0) end
  redis.call('EXPIRE', messages, done.life)
  redis.call('ZADD', KEYS[4], 'LT', done.rank_now, left)
end
for _, field in ipairs(done.gone) do redis.call('HDEL', KEYS[2], field) end
for _, message in ipairs(done.deleted) do
  local line = 'line:' .. (redis.call('HGET', KEYS[3], message) or '0')
  if redis.call('HGET', KEYS[3], line) == message then redis.call('HDEL', KEYS[3], line) end
  redis.call('HDEL', KEYS[3], message)
end

if version > 0 and there and done.brought then
  redis.call('HSET', KEYS[1], 'brought', done.brought)
  -- Who answers at the web desk sees there what has arrived.
  local has_phone = done.tell and (redis.call('EXISTS', KEYS[2] .. done.tell) == 1
    or redis.call('SISMEMBER', KEYS[7], done.tell) == 1)
  if has_phone then
    redis.call('ZADD', KEYS[5], 'LT', done.rank, done.conversation .. ' ' .. done.tell)
    local told = string.format('%s|%.0f|%s|%s', KEYS[5], done.rank, done.conversation, done.tell)
    redis.call('PUBLISH', done.channel, told)
  end
end
-- What has reached a relative is owed to their counsellor without a new version, and so is what
-- stands on a phone that is theirs no longer.
local brought = redis.call('HGET', KEYS[1], 'brought') or ''
local same = version == done.version
if at_desk then
  local chat = redis.call('HGET', KEYS[6], done.counsellor) or ''
  same = same and brought == done.there and chat == done.chat
end
if same then
  if done.all then redis.call('ZREM', KEYS[4], done.member)
  elseif done.later then redis.call('ZADD', KEYS[4], 'XX', done.later, done.member) end
end
return redis.call('ZSCORE', KEYS[4], done.member)
