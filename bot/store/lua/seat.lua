-- Whose chat with the staff bot this is, and all that they have there, in one look.
-- KEYS: desk-chat-of, counsellors, at-telegram, desk-current, talking, desk-chats
-- ARGV: the chat hidden, and the names of `shown` and `messages` as formats of conversation and
--   counsellor
-- Answers {} for nobody of ours, or {counsellor, on duty, current, talks}, and of each talk its id,
--   its topic, the question that was asked there, and what heads it; without those that stand on
--   another phone.
local id = redis.call('HGET', KEYS[1], ARGV[1])
local record = id and redis.call('HGET', KEYS[2], id)
if not record then return {} end
local function hidden(where) return where and string.match(where, '^%S+') end
local here = hidden(redis.call('HGET', KEYS[6], id))
local talks = {}
local talking = redis.call('HGETALL', KEYS[5])
for at = 1, #talking, 2 do
  if talking[at + 1] == id then
    local shown, messages = ARGV[2], ARGV[3]
    shown = string.format(shown, talking[at], id)
    messages = string.format(messages, talking[at], id)
    local topic, chat, heading = unpack(redis.call('HMGET', shown, 'topic', 'chat', 'talked'))
    if (hidden(chat) or here) == here then
      table.insert(talks, talking[at])
      table.insert(talks, topic or '')
      table.insert(talks, redis.call('HGET', messages, 'asked') or '')
      table.insert(talks, heading or '')
    end
  end
end
return {
  record, redis.call('SISMEMBER', KEYS[3], id), redis.call('HGET', KEYS[4], id) or '', talks,
}
