#!lua name=polls
-- What is done with polls and their ballots. KEYS: the poll's hash, the hash of its ballots.

-- Opens a poll. ARGV: its options. Answers 1, or 0 when there is such a poll.
redis.register_function('open', function(keys, options)
  if redis.call('EXISTS', keys[1]) == 1 then
    return 0
  end
  redis.call('HSET', keys[1], 'status', 'open')
  for _, option in ipairs(options) do
    redis.call('HSET', keys[1], 'votes:' .. option, 0)
  end
  return 1
end)

-- Closes a poll; again and again, with the same answer: how many ballots there are, then option,
-- votes, option, votes ...; nothing when there is no such poll.
redis.register_function('close', function(keys)
  if redis.call('EXISTS', keys[1]) == 0 then
    return {}
  end
  redis.call('HSET', keys[1], 'status', 'closed')
  local result = { redis.call('HLEN', keys[2]) }
  local fields = redis.call('HGETALL', keys[1])
  for i = 1, #fields, 2 do
    local option = string.match(fields[i], '^votes:(.*)$')
    if option then
      result[#result + 1] = option
      result[#result + 1] = tonumber(fields[i + 1])
    end
  end
  return result
end)

-- Casts one ballot. ARGV: viewer, option. Answers 0 accepted, now or before; 1 unknown poll,
-- 2 poll closed, 3 unknown option, 4 already voted, for another option.
redis.register_function('cast', function(keys, args)
  local poll = redis.call('HMGET', keys[1], 'status', 'votes:' .. args[2])
  if poll[1] ~= 'open' then
    return poll[1] and 2 or 1
  end
  if not poll[2] then
    return 3
  end
  if redis.call('HSETNX', keys[2], args[1], args[2]) == 1 then
    redis.call('HINCRBY', keys[1], 'votes:' .. args[2], 1)
    return 0
  end
  return redis.call('HGET', keys[2], args[1]) == args[2] and 0 or 4
end)

-- Casts ballots of one poll. ARGV: viewer, option, viewer, option ... Answers for each what cast
-- does. Reads the poll and the ballots, and writes the ballots and each count, once for all of
-- them: a call from Lua costs more than what it does with one ballot.
redis.register_function('cast_batch', function(keys, args)
  local poll = {}
  local fields = redis.call('HGETALL', keys[1])
  for i = 1, #fields, 2 do
    poll[fields[i]] = fields[i + 1]
  end
  local viewers = {}
  for i = 1, #args, 2 do
    viewers[#viewers + 1] = args[i]
  end
  local outcomes = {}
  if poll.status ~= 'open' then
    for i = 1, #viewers do
      outcomes[i] = poll.status and 2 or 1
    end
    return outcomes
  end

  local known = redis.call('HMGET', keys[2], unpack(viewers))
  local cast, fresh, votes = {}, {}, {}
  for i, viewer in ipairs(viewers) do
    local option = args[2 * i]
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
    redis.call('HSET', keys[2], unpack(fresh))
  end
  for option, more in pairs(votes) do
    redis.call('HINCRBY', keys[1], 'votes:' .. option, more)
  end
  return outcomes
end)
