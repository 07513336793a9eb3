-- One atomic step: is this event new? is the conversation still the one that was read?
-- Then its state, its lines, the queue, the clock and what is owed to whom change together.
-- KEYS: conversation, lines, event, queue, due, talking, codes, measured, addresses, reached-by,
--   owed-relatives, owed-desk, at-telegram, shown, messages, the sender's messages, secret-key,
--   removed, return-codes; and of what stays on a phone that is left: conversation, shown, messages
-- What tells of people comes sealed, and an address as "hidden sealed".
-- ARGV: channel, who asks, the plan (JSON), and the new lines (JSON each)
-- Answers "done", "seen" (this event was committed before), "elsewhere" (it is no longer the
--   conversation of where its relative wrote), or "stale" (load and decide again),
-- and names what changed, as those who watch are told of it.
local conversation, lines, event, queue, due = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local talking, codes, measured, addresses, reached_by = KEYS[6], KEYS[7], KEYS[8], KEYS[9], KEYS[10]
local owed_relatives, owed_desk, at_telegram = KEYS[11], KEYS[12], KEYS[13]
local shown, messages, sent_as = KEYS[14], KEYS[15], KEYS[16]
local secret_key, removed, return_codes = KEYS[17], KEYS[18], KEYS[19]
local left, left_shown, left_messages = KEYS[20], KEYS[21], KEYS[22]
local channel, asks, plan = ARGV[1], ARGV[2], cjson.decode(ARGV[3])
local written = #ARGV - 3

local function hidden(where) return where and string.match(where, '^%S+') end
local function is_telegram(where) return where and string.sub(where, 1, 9) == 'telegram:' end

-- Why nothing may change, or nil.
local function refusal()
  if plan.event and redis.call('EXISTS', event) == 1 then return 'seen' end
  if plan.at and redis.call('HGET', addresses, plan.at) ~= plan.id then return 'elsewhere' end
  local version = tonumber(redis.call('HGET', conversation, 'version') or '0')
  if version ~= plan.version then return 'stale' end
  if not plan.address then return nil end
  -- Two tabs may begin at once: one conversation must come of it. Where the line seals by another
  -- key by now, its relative is known by another name.
  if redis.call('GET', secret_key) ~= plan.secret_key then return 'stale' end
  if (redis.call('HGET', addresses, plan.address) or '') ~= plan.replaces then return 'stale' end
  if version == 0 and redis.call('HEXISTS', codes, plan.code) == 1 then return 'stale' end
  return nil
end

-- What stands on the phone that is left is taken from there as if it had been erased.
local function leave_phone()
  if redis.call('EXISTS', shown) == 1 then redis.call('RENAME', shown, left_shown) end
  if redis.call('EXISTS', messages) == 1 then redis.call('RENAME', messages, left_messages) end
  redis.call('HSET', left_shown, 'erased', 1)
  redis.call('EXPIRE', left_shown, plan.safety_net)
  redis.call('HSET', left, 'version', 1, 'key', plan.left.key, 'record', plan.left.record)
  redis.call('EXPIRE', left, plan.safety_net)
  redis.call('HSET', reached_by, plan.left.id, plan.left.reached)
  redis.call('ZADD', due, plan.left.due, plan.left.id)
  redis.call('ZADD', owed_relatives, plan.left.owed, plan.left.id)
  redis.call('HSET', conversation, 'left', plan.left.id)
end

-- It goes on from elsewhere: on a new phone nothing is told again that its relative had seen.
local function move()
  local before = hidden(redis.call('HGET', reached_by, plan.id))
  if before and redis.call('HGET', addresses, before) == plan.id then
    redis.call('HDEL', addresses, before)
  end
  if plan.left then leave_phone() end
  redis.call('DEL', shown, messages)
  redis.call('HDEL', conversation, 'brought')
  if is_telegram(plan.address) then
    redis.call('HSET', shown, 'lines', plan.seen)
    redis.call('EXPIRE', shown, plan.safety_net)
    redis.call('HSET', conversation, 'brought', plan.seen)
  end
end

local function begin()
  redis.call('HSET', codes, plan.code, plan.id)
  redis.call('HSET', conversation, 'key', plan.key)
end

local function arrive()
  if plan.version == 0 then begin() else move() end
  redis.call('HSET', addresses, plan.address, plan.id)
  redis.call('HSET', reached_by, plan.id, plan.reached)
end

local function forget_way_back()
  local before = redis.call('HGET', conversation, 'return_code') or plan.return_code
  if before then redis.call('HDEL', return_codes, before) end
  redis.call('HDEL', conversation, 'return_code')
end

local function give_way_back()
  forget_way_back()
  redis.call('HSET', return_codes, plan.way_back, plan.id)
  redis.call('HSET', conversation, 'return_code', plan.way_back)
end

-- What was held is a line now, and found by its message like any other.
local function let_go_of_held(before)
  local held = (plan.line_of_held or 0) > 0 and redis.call('HGET', messages, 'held')
  if not held then return end
  redis.call('HSET', messages, held, before + plan.line_of_held)
  redis.call('HSETNX', messages, 'line:' .. before + plan.line_of_held, held)
  redis.call('HDEL', messages, 'held')
end

-- Their own message is found again by it: to be edited, quoted, or deleted from their phone.
-- Answers the counsellor on whose phone all stands already, if there is one.
local function note_message(before)
  if not plan.message then return nil end
  local number = plan.line_of_theirs > 0 and before + plan.line_of_theirs or 0
  redis.call('HSET', sent_as, plan.message, number)
  if number > 0 then redis.call('HSETNX', sent_as, 'line:' .. number, plan.message) end
  if plan.holds then redis.call('HSET', sent_as, 'held', plan.message) end
  redis.call('EXPIRE', sent_as, plan.message_life)
  -- What stands on a counsellor's phone already need not be brought there.
  if plan.from == '' or number == 0 or written ~= 1 then return nil end
  local theirs = shown .. plan.from
  if redis.call('HGET', theirs, 'lines') ~= tostring(before) then return nil end
  redis.call('HSET', theirs, 'lines', number)
  return plan.from
end

local function cut_way(reached, is_theirs)
  if is_theirs and (plan.wipe or plan.part) then redis.call('HDEL', addresses, reached) end
  if plan.part then redis.call('HDEL', reached_by, plan.id) end
end

local function wipe(reached, is_theirs)
  forget_way_back()
  redis.call('DEL', lines)
  -- What stands on a phone can only be deleted there as long as it is known where.
  if not (is_telegram(reached) and plan.record) then
    redis.call('HDEL', reached_by, plan.id)
    redis.call('DEL', shown, messages)
    redis.call('ZREM', owed_relatives, plan.id)
  elseif not is_theirs then
    -- That all is erased is said by the one that came after it.
    redis.call('HSET', shown, 'erased', 1)
    redis.call('EXPIRE', shown, plan.safety_net)
  end
end

local function keep_record()
  redis.call('HSET', conversation, 'version', plan.version + 1, 'record', plan.record)
  redis.call('EXPIRE', conversation, plan.safety_net)
  if plan.address and plan.replaces ~= '' then
    local before = redis.call('HGET', conversation, 'replaces')
    redis.call('HSET', conversation, 'replaces', (before and before .. ' ' or '') .. plan.replaces)
  end
  redis.call('ZADD', due, plan.due, plan.id)
end

local function forget_record()
  redis.call('DEL', conversation)
  redis.call('ZREM', due, plan.id)
  redis.call('HDEL', codes, plan.code)
end

local function write_lines()
  for number = 1, written do redis.call('RPUSH', lines, ARGV[3 + number]) end
  if written > 0 then redis.call('EXPIRE', lines, plan.safety_net) end
end

-- Answers whether the queue is another now.
local function stand()
  if plan.counsellor then redis.call('HSET', talking, plan.id, plan.counsellor)
  else redis.call('HDEL', talking, plan.id) end
  if plan.measured then
    redis.call('LPUSH', measured, plan.measured)
    redis.call('LTRIM', measured, 0, plan.measured_waits - 1)
  end
  if plan.rank then return redis.call('ZADD', queue, 'CH', plan.rank, plan.id) == 1 end
  return redis.call('ZREM', queue, plan.id) == 1
end

-- What is owed is told with its rank, so that whoever brings it need not look.
local function told_of(outbox, rank, ...)
  return table.concat({outbox, string.format('%.0f', rank), ...}, '|')
end

-- Adds to what changed the desks that are owed a look, among them all where the queue is another.
local function owe_desks(changed, moved, up_to_date, on_telegram)
  local desks = plan.desks or {}
  if moved then
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
      table.insert(changed, told_of(owed_desk, plan.owed_desk, plan.id, counsellor))
    end
  end
end

local why_not = refusal()
if why_not then return {why_not, ''} end

if plan.address then arrive() end
if plan.way_back then give_way_back() end
local before = redis.call('LLEN', lines)
let_go_of_held(before)
local up_to_date = note_message(before)

local reached = hidden(redis.call('HGET', reached_by, plan.id))
local is_theirs = reached and redis.call('HGET', addresses, reached) == plan.id
cut_way(reached, is_theirs)
if plan.wipe then wipe(reached, is_theirs) end
-- What was held may have been hidden since.
if plan.part or plan.wipe or plan.unheld then redis.call('INCR', removed) end

if plan.event then redis.call('SET', event, '', 'EX', plan.event_life) end
if plan.record then keep_record() else forget_record() end
write_lines()
local moved = stand()

local on_telegram = is_telegram(reached)
local changed = {plan.id}
if plan.left then
  table.insert(changed, told_of(owed_relatives, plan.left.owed, plan.left.id))
end
-- Whoever waits sees their place, which may be another now.
if moved then table.insert(changed, queue) end
if reached and not on_telegram then table.insert(changed, reached) end
if plan.owed and on_telegram and (plan.record or not plan.wipe) then
  redis.call('ZADD', owed_relatives, 'LT', plan.owed, plan.id)
  table.insert(changed, told_of(owed_relatives, plan.owed, plan.id))
end
owe_desks(changed, moved, up_to_date, on_telegram)

local told = table.concat(changed, ' ')
redis.call('PUBLISH', channel, asks .. ' ' .. told)
return {'done', told}
