-- Casts ballots of one poll. KEYS: the poll's hash, the hash of its ballots. ARGV: viewer, option,
-- viewer, option ... Answers for each what cast.lua does. Reads the poll and the ballots, and
-- writes the ballots and each count, once for all of them: a call from Lua costs more than what it
-- does with one ballot.
local poll = {}
local fields = redis.call('HGETALL', KEYS[1])
for i = 1, #fields, 2 do
  poll[fields[i]] = fields[i + 1]
end

local viewers = {}
for i = 1, #ARGV, 2 do
  viewers[#viewers + 1] = ARGV[i]
end
local outcomes = {}
if poll.status ~= 'open' then
  for i = 1, #viewers do
    outcomes[i] = poll.status and 2 or 1
  end
  return outcomes
end

local known = redis.call('HMGET', KEYS[2], unpack(viewers))
local cast = {}
local fresh = {}
local votes = {}
for i, viewer in ipairs(viewers) do
  local option = ARGV[2 * i]
  local before = cast[viewer] or known[i]
  if not poll['votes:' .. option] then
    outcomes[i] = 3
  elseif before then
    outcomes[i] = before == option and 0 or 4
  else
    cast[viewer] = option
    fresh[#fresh + 1] = viewer
    fresh[#fresh + 1] = option
    votes[option] = (votes[option] or 0) + 1
    outcomes[i] = 0
  end
end

if #fresh > 0 then
  redis.call('HSET', KEYS[2], unpack(fresh))
end
for option, more in pairs(votes) do
  redis.call('HINCRBY', KEYS[1], 'votes:' .. option, more)
end
return outcomes
