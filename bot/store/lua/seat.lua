-- Whose chat with the staff bot this is, and all that they have there, in one look.
-- KEYS: desk-chat-of, counsellors, at-telegram, desk-current, talking
-- ARGV: chat, and the name of `shown` as a format of conversation and counsellor
-- Answers {} for nobody of ours, or {counsellor, on duty, current, talks: id, topic, id, topic, …}.
local id = redis.call('HGET', KEYS[1], ARGV[1])
local record = id and redis.call('HGET', KEYS[2], id)
if not record then return {} end
local talks = {}
local talking = redis.call('HGETALL', KEYS[5])
for at = 1, #talking, 2 do
  if talking[at + 1] == id then
    local shown = string.format(ARGV[2], talking[at], id)
    table.insert(talks, talking[at])
    table.insert(talks, redis.call('HGET', shown, 'topic') or '')
  end
end
return {
  record, redis.call('SISMEMBER', KEYS[3], id), redis.call('HGET', KEYS[4], id) or '', talks,
}
