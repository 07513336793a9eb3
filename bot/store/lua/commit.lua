-- One atomic step: is this event new? is the conversation still the one that was read?
-- Then its state, its lines, the queue and the clock change together.
-- KEYS: conversation, lines, events, queue, due, talking, codes, measured, addresses, reached-by
-- ARGV: channel, the plan (JSON), and the new lines (JSON each)
-- Answers "done", "seen" (this event was committed before) or "stale" (load and decide again).
local conversation, lines, events, queue, due = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local talking, codes, measured, addresses, reached_by = KEYS[6], KEYS[7], KEYS[8], KEYS[9], KEYS[10]
local channel, plan = ARGV[1], cjson.decode(ARGV[2])

if redis.call('SISMEMBER', events, plan.event) == 1 then return 'seen' end
local version = tonumber(redis.call('HGET', conversation, 'version') or '0')
if version ~= plan.version then return 'stale' end

if plan.address then
  -- A conversation begins. Two tabs may begin at once: one conversation must come of it.
  if (redis.call('HGET', addresses, plan.address) or '') ~= plan.replaces then return 'stale' end
  if redis.call('HSETNX', codes, plan.code, plan.id) == 0 then return 'stale' end
  redis.call('HSET', addresses, plan.address, plan.id)
  redis.call('HSET', reached_by, plan.id, plan.address)
end

local reached = redis.call('HGET', reached_by, plan.id)
if plan.wipe then
  redis.call('DEL', lines)
  if reached and redis.call('HGET', addresses, reached) == plan.id then
    redis.call('HDEL', addresses, reached)
  end
  redis.call('HDEL', reached_by, plan.id)
end

if plan.record then
  redis.call('HSET', conversation, 'version', version + 1, 'record', plan.record)
  redis.call('EXPIRE', conversation, plan.safety_net)
  redis.call('SADD', events, plan.event)
  redis.call('EXPIRE', events, plan.safety_net)
  redis.call('ZADD', due, plan.due, plan.id)
else
  redis.call('DEL', conversation, events)
  redis.call('ZREM', due, plan.id)
  redis.call('HDEL', codes, plan.code)
end

for i = 3, #ARGV do redis.call('RPUSH', lines, ARGV[i]) end
if #ARGV >= 3 then redis.call('EXPIRE', lines, plan.safety_net) end

local moved
if plan.rank then moved = redis.call('ZADD', queue, 'CH', plan.rank, plan.id)
else moved = redis.call('ZREM', queue, plan.id) end

if plan.counsellor then redis.call('HSET', talking, plan.id, plan.counsellor)
else redis.call('HDEL', talking, plan.id) end

if plan.measured then
  redis.call('LPUSH', measured, plan.measured)
  redis.call('LTRIM', measured, 0, plan.measured_waits - 1)
end

redis.call('PUBLISH', channel, plan.id)
-- Whoever waits sees their place, which may be another now.
if moved == 1 then redis.call('PUBLISH', channel, queue) end
if reached then redis.call('PUBLISH', channel, reached) end
return 'done'
