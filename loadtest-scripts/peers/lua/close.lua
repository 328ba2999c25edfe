-- Closes a poll; again and again, with the same answer. KEYS: its hash, the hash of its ballots.
-- Answers how many ballots there are, then option, votes, option, votes ...; nothing when there is
-- no such poll.
if redis.call('EXISTS', KEYS[1]) == 0 then
  return {}
end
redis.call('HSET', KEYS[1], 'status', 'closed')
local result = { redis.call('HLEN', KEYS[2]) }
local fields = redis.call('HGETALL', KEYS[1])
for i = 1, #fields, 2 do
  local option = string.match(fields[i], '^votes:(.*)$')
  if option then
    result[#result + 1] = option
    result[#result + 1] = tonumber(fields[i + 1])
  end
end
return result
