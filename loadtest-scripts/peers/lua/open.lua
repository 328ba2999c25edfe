-- Opens a poll. KEYS: its hash. ARGV: its options. Answers 1, or 0 when there is such a poll.
if redis.call('EXISTS', KEYS[1]) == 1 then
  return 0
end
redis.call('HSET', KEYS[1], 'status', 'open')
for _, option in ipairs(ARGV) do
  redis.call('HSET', KEYS[1], 'votes:' .. option, 0)
end
return 1
