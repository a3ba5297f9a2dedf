-- Takes permits of one identity from all of its counters, or from none: CounterState and CounterGroup, in the server.
--
-- KEYS  one for each counter, all with the identity's hash tag
-- ARGV  time in Unix microseconds, '' for the server's; cost; the most to take; 1 to take nothing;
--       then for each counter: algorithm, requests, burst, window, tick, 1 if it is enforced
-- Reply for each counter: allowed, taken, remaining, retry after or -1, reset after, time taken
--
-- Whole numbers below 2^53 only: they are doubles in one server and integers in another.

local given = ARGV[1] ~= ''
local clock
if given then
  clock = tonumber(ARGV[1])
else
  local server = redis.call('TIME')
  clock = tonumber(server[1]) * 1000000 + tonumber(server[2])
end
local cost, most, peek = tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4] == '1'
local max, min = math.max, math.min

local function floor(dividend, divisor)
  return math.floor(dividend / divisor)
end

local function ceiling(dividend, divisor)
  return math.floor((dividend + divisor - 1) / divisor)
end

-- Two milliseconds more than needed, because expiry counts in whole ones. A given time is not the server's.
local function lifetime(reset_at)
  return string.format('%d', floor(reset_at - clock, 1000) + 2 + (given and 3600000 or 0))
end

local function put(counter, text)
  redis.call('SET', counter.key, text, 'PX', lifetime(counter.reset_at()))
end

local function fixed(counter)
  local window, time, count = counter.window, clock, 0
  local text = redis.call('GET', counter.key)
  if text then
    local last, taken = string.match(text, '^(%d+) (%d+)$')
    time = max(time, tonumber(last))
    if floor(time, window) == floor(tonumber(last), window) then
      count = tonumber(taken)
    end
  end
  local window_end = (floor(time, window) + 1) * window

  counter.time = time
  counter.available = max(0, counter.requests - count)
  function counter.retry_at()
    return window_end
  end
  function counter.reset_at()
    return count > 0 and window_end or 0
  end
  function counter.take(taken)
    count = count + taken
    put(counter, string.format('%d %d', time, count))
  end
end

local function sliding(counter)
  local window, tick, time, current, previous = counter.window, counter.tick, clock, 0, 0
  local ticks = floor(window, tick)
  local text = redis.call('GET', counter.key)
  if text then
    local last, now, before = string.match(text, '^(%d+) (%d+) (%d+)$')
    time = max(time, tonumber(last))
    local passed = floor(time, window) - floor(tonumber(last), window)
    if passed == 0 then
      current, previous = tonumber(now), tonumber(before)
    elseif passed == 1 then
      previous = tonumber(now)
    end
  end
  local start = floor(time, window) * window

  counter.time = time
  counter.available = max(0, counter.requests - current - ceiling(previous * (ticks - floor(time - start, tick)), ticks))
  function counter.retry_at()
    local room = counter.requests - cost
    if current <= room then
      return start + (ticks - floor((room - current) * ticks, previous)) * tick
    end
    return start + window + (ticks - floor(room * ticks, current)) * tick
  end
  function counter.reset_at()
    return current > 0 and start + 2 * window or previous > 0 and start + window or 0
  end
  function counter.take(taken)
    current = current + taken
    put(counter, string.format('%d %d %d', time, current, previous))
  end
end

local function bucket(counter)
  local tick, requests, time = counter.tick, counter.requests, clock
  local ticks = floor(counter.window, tick)
  local full = counter.burst * ticks
  local level = full
  local text = redis.call('GET', counter.key)
  if text then
    local last, left = string.match(text, '^(%d+) (%d+)$')
    last, left = tonumber(last), tonumber(left)
    time = max(time, last)
    local passed = floor(time, tick) - floor(last, tick)
    -- Compared before it is multiplied: the product of a long time would not be exact.
    if passed < ceiling(max(0, full - left), requests) then
      level = left + passed * requests
    end
  end
  -- Ten years at most: TokenBucket.MaxWait.
  local function when(wanted)
    return (floor(time, tick) + min(floor(315360000000000, tick), ceiling(wanted - level, requests))) * tick
  end

  counter.time = time
  counter.available = floor(level, ticks)
  function counter.retry_at()
    return when(cost * ticks)
  end
  function counter.reset_at()
    return level < full and when(full) or 0
  end
  function counter.take(taken)
    level = level - taken * ticks
    put(counter, string.format('%d %d', time, level))
  end
end

-- Entries of a list: time, all permits taken up to and with it, permits taken at it.
local function log(counter)
  local key, window, time = counter.key, counter.window, clock
  local length = redis.call('LLEN', key)
  local function entry(index)
    local at, total, taken = string.match(redis.call('LINDEX', key, index), '^(%d+) (%d+) (%d+)$')
    return tonumber(at), tonumber(total), tonumber(taken)
  end
  -- The first index from low on of which holds is true, or length: strides that double, then halving.
  local function first(low, holds)
    local high, index, stride = length, low, 1
    while index < high and not holds(index) do
      low, index, stride = index + 1, index + stride, stride * 2
    end
    high = min(index, high)
    while low < high do
      local middle = floor(low + high, 2)
      if holds(middle) then
        high = middle
      else
        low = middle + 1
      end
    end
    return low
  end

  local last, total, expired, used = 0, 0, 0, 0
  if length > 0 then
    last, total = entry(length - 1)
    time = max(time, last)
    expired = first(0, function(index)
      return (entry(index)) > time - window
    end)
    if expired < length then
      local _, through, taken = entry(expired)
      used = total - through + taken
    end
  end

  counter.time = time
  counter.available = max(0, counter.requests - used)
  function counter.retry_at()
    local enough = total + cost - counter.requests
    local at = entry(first(expired, function(index)
      local _, through = entry(index)
      return through >= enough
    end))
    return at + window
  end
  function counter.reset_at()
    return used > 0 and last + window or 0
  end
  function counter.take(taken)
    if expired > 0 then
      redis.call('LTRIM', key, expired, -1)
    end
    last, total, used = time, total + taken, used + taken
    redis.call('RPUSH', key, string.format('%d %d %d', time, total, taken))
    redis.call('PEXPIRE', key, lifetime(counter.reset_at()))
  end
end

local algorithms = { fixed = fixed, counter = sliding, bucket = bucket, log = log }
local counters, admitted = {}, true
for index, key in ipairs(KEYS) do
  local at = 4 + (index - 1) * 6
  local counter = {
    key = key,
    requests = tonumber(ARGV[at + 2]),
    burst = tonumber(ARGV[at + 3]),
    window = tonumber(ARGV[at + 4]),
    tick = tonumber(ARGV[at + 5]),
  }
  local algorithm = ARGV[at + 1]
  algorithms[algorithm](counter)
  counter.capacity = algorithm == 'bucket' and counter.burst or counter.requests
  counter.allowed = cost <= counter.available
  admitted = admitted and (counter.allowed or ARGV[at + 6] ~= '1')
  counters[index] = counter
end

local reply = {}
for index, counter in ipairs(counters) do
  local taken, retry_after = 0, -1
  if not counter.allowed and cost <= counter.capacity then
    retry_after = counter.retry_at() - clock
  end
  if admitted and counter.allowed and not peek then
    taken = min(most, counter.available)
    counter.take(taken)
  end
  local reset_at = counter.reset_at()
  reply[index] = string.format('%d %d %d %d %d %d', counter.allowed and 1 or 0, taken, counter.available - taken, retry_after,
    reset_at > 0 and reset_at - clock or 0, counter.time)
end
return table.concat(reply, ' ')
