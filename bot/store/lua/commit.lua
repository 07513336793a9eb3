-- One atomic step: is this event new? is the conversation still the one that was read?
-- Then its state, its lines, the queue, the clock and what is owed to whom change together.
-- KEYS: conversation, lines, event, queue, due, talking, codes, measured, addresses, reached-by,
--   owed-relatives, owed-desk, at-telegram, shown, messages, the sender's messages
-- ARGV: channel, who asks, the plan (JSON), and the new lines (JSON each)
-- Answers "done", "seen" (this event was committed before) or "stale" (load and decide again),
-- and names what changed, as those who watch are told of it.
local conversation, lines, event, queue, due = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local talking, codes, measured, addresses, reached_by = KEYS[6], KEYS[7], KEYS[8], KEYS[9], KEYS[10]
local owed_relatives, owed_desk, at_telegram = KEYS[11], KEYS[12], KEYS[13]
local shown, messages, sent_as = KEYS[14], KEYS[15], KEYS[16]
local channel, asks, plan = ARGV[1], ARGV[2], cjson.decode(ARGV[3])

if plan.event and redis.call('EXISTS', event) == 1 then return {'seen', ''} end
local version = tonumber(redis.call('HGET', conversation, 'version') or '0')
if version ~= plan.version then return {'stale', ''} end

if plan.address then
  -- A conversation begins. Two tabs may begin at once: one conversation must come of it.
  if (redis.call('HGET', addresses, plan.address) or '') ~= plan.replaces then
    return {'stale', ''}
  end
  if redis.call('HSETNX', codes, plan.code, plan.id) == 0 then return {'stale', ''} end
  redis.call('HSET', addresses, plan.address, plan.id)
  redis.call('HSET', reached_by, plan.id, plan.address)
end

local up_to_date
local before = redis.call('LLEN', lines)
local held = (plan.line_of_held or 0) > 0 and redis.call('HGET', messages, 'held')
if held then
  -- What was held is a line now, and found by its message like any other.
  redis.call('HSET', messages, held, before + plan.line_of_held)
  redis.call('HSETNX', messages, 'line:' .. before + plan.line_of_held, held)
  redis.call('HDEL', messages, 'held')
end
if plan.message then
  -- Their own message is found again by it: to be edited, quoted, or deleted from their phone.
  local number = plan.line_of_theirs > 0 and before + plan.line_of_theirs or 0
  redis.call('HSET', sent_as, plan.message, number)
  if number > 0 then redis.call('HSETNX', sent_as, 'line:' .. number, plan.message) end
  if plan.holds then redis.call('HSET', sent_as, 'held', plan.message) end
  redis.call('EXPIRE', sent_as, plan.message_life)
  -- What stands on a counsellor's phone already need not be brought there.
  if plan.from ~= '' and number > 0 and #ARGV == 4 then
    local theirs = shown .. plan.from
    if redis.call('HGET', theirs, 'lines') == tostring(before) then
      redis.call('HSET', theirs, 'lines', number)
      up_to_date = plan.from
    end
  end
end

local reached = redis.call('HGET', reached_by, plan.id)
local on_telegram = reached and string.sub(reached, 1, 9) == 'telegram:'
if plan.wipe then
  redis.call('DEL', lines)
  local latest = reached and redis.call('HGET', addresses, reached) == plan.id
  if latest then redis.call('HDEL', addresses, reached) end
  -- What stands on a phone can only be deleted there as long as it is known where.
  if not (on_telegram and plan.record) then
    redis.call('HDEL', reached_by, plan.id)
    redis.call('DEL', shown, messages)
    redis.call('ZREM', owed_relatives, plan.id)
  elseif not latest then
    -- That all is erased is said by the one that came after it.
    redis.call('HSET', shown, 'erased', 1)
    redis.call('EXPIRE', shown, plan.safety_net)
  end
end

if plan.event then redis.call('SET', event, '', 'EX', plan.event_life) end
if plan.record then
  redis.call('HSET', conversation, 'version', version + 1, 'record', plan.record)
  redis.call('EXPIRE', conversation, plan.safety_net)
  if plan.address and plan.replaces ~= '' then
    redis.call('HSET', conversation, 'replaces', plan.replaces)
  end
  redis.call('ZADD', due, plan.due, plan.id)
else
  redis.call('DEL', conversation)
  redis.call('ZREM', due, plan.id)
  redis.call('HDEL', codes, plan.code)
end

for i = 4, #ARGV do redis.call('RPUSH', lines, ARGV[i]) end
if #ARGV >= 4 then redis.call('EXPIRE', lines, plan.safety_net) end

local moved
if plan.rank then moved = redis.call('ZADD', queue, 'CH', plan.rank, plan.id)
else moved = redis.call('ZREM', queue, plan.id) end

if plan.counsellor then redis.call('HSET', talking, plan.id, plan.counsellor)
else redis.call('HDEL', talking, plan.id) end

if plan.measured then
  redis.call('LPUSH', measured, plan.measured)
  redis.call('LTRIM', measured, 0, plan.measured_waits - 1)
end

-- Whoever waits sees their place, which may be another now.
local changed = {plan.id}
if moved == 1 then table.insert(changed, queue) end
if reached and not on_telegram then table.insert(changed, reached) end

if plan.owed and on_telegram and (plan.record or not plan.wipe) then
  redis.call('ZADD', owed_relatives, 'LT', plan.owed, plan.id)
  table.insert(changed, string.format('%s|%.0f|%s', owed_relatives, plan.owed, plan.id))
end
local desks = plan.desks or {}
if moved == 1 then
  for _, counsellor in ipairs(redis.call('SMEMBERS', at_telegram)) do
    table.insert(desks, counsellor)
  end
end
for _, counsellor in ipairs(desks) do
  -- Who has gone off duty still has to lose what stands on their phone.
  local there = redis.call('EXISTS', shown .. counsellor) == 1
    or redis.call('SISMEMBER', at_telegram, counsellor) == 1
  -- That it has arrived is owed to a counsellor once it has: on the web it has by now.
  if there and (counsellor ~= up_to_date or not on_telegram) then
    redis.call('ZADD', owed_desk, 'LT', plan.owed_desk, plan.id .. ' ' .. counsellor)
    table.insert(
      changed, string.format('%s|%.0f|%s|%s', owed_desk, plan.owed_desk, plan.id, counsellor)
    )
  end
end

local told = table.concat(changed, ' ')
redis.call('PUBLISH', channel, asks .. ' ' .. told)
return {'done', told}
