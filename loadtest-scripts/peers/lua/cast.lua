-- Casts one ballot. KEYS: the poll's hash, the hash of its ballots. ARGV: viewer, option.
-- Answers 0 accepted, now or before; 1 unknown poll, 2 poll closed, 3 unknown option, 4 already
-- voted, for another option.
local poll = redis.call('HMGET', KEYS[1], 'status', 'votes:' .. ARGV[2])
if poll[1] ~= 'open' then
  return poll[1] and 2 or 1
end
if not poll[2] then
  return 3
end
if redis.call('HSETNX', KEYS[2], ARGV[1], ARGV[2]) == 1 then
  redis.call('HINCRBY', KEYS[1], 'votes:' .. ARGV[2], 1)
  return 0
end
return redis.call('HGET', KEYS[2], ARGV[1]) == ARGV[2] and 0 or 4
