-- Gives back permits that were taken of one identity, as far as they still count: CounterGroup.Refund, in the server.
--
-- After take.head.lua and the algorithms.
--
-- KEYS  one for each counter, all with the identity's hash tag
-- ARGV  for each counter: what take.group.lua is told of it, the time that permits were taken, how many; then what take.head.lua reads
-- Reply for each counter: permits that it took back

local function keep(c, state)
  call('SET', c.key, state, 'KEEPTTL')
end

local function fixed(c, at, permits)
  local window_end = algorithms.fixed.retry_at
  local returned = window_end({ window = c.window, time = at }) == window_end(c) and min(c.count, permits) or 0
  if returned > 0 then
    keep_counter(c, algorithms.fixed.state(c.time, c.count - returned))
  end
  return returned
end

local function sliding(c, at, permits)
  local windows = floor(c.time / c.window) - floor(at / c.window)
  local returned = min(permits, windows == 0 and c.current or windows == 1 and c.previous or 0)
  if returned > 0 then
    keep_counter(c, algorithms.counter.state(c.time, windows == 0 and c.current - returned or c.current, windows == 1 and c.previous - returned or c.previous))
  end
  return returned
end

local function bucket(c, at, permits)
  local ticks = c.window / c.tick
  local level = at > c.time - c.window and min(c.capacity * ticks, c.level + permits * ticks) or c.level
  if level > c.level then
    keep(c, algorithms.bucket.state(c.time, level))
  end
  return floor((level - c.level) / ticks)
end

local function entry(c, index)
  local at, total, taken = match(call('LINDEX', c.key, index), '^(%d+) (%d+) (%d+)$')
  return tonumber(at), tonumber(total), tonumber(taken)
end

-- The oldest entry that can be what was taken, looked for from the end, near which it usually is.
local function find(c, at, permits)
  local found = nil
  for index = c.length - 1, c.expired, -1 do
    local time, _, taken = entry(c, index)
    if time < at then
      break
    elseif taken >= permits then
      found = index
    end
  end
  return found
end

-- Every entry holds the total up to it, so those after the one that shrinks or goes are written anew.
local function log(c, at, permits)
  local found = at > c.time - c.window and find(c, at, permits)
  if not found then
    return 0
  end
  local time, total, taken = entry(c, found)
  if time > at + 10000000 then
    return 0
  end
  if c.expired > 0 then
    call('LTRIM', c.key, c.expired, -1)
    found, c.length = found - c.expired, c.length - c.expired
  end
  local place = found
  if taken > permits then
    call('LSET', c.key, place, format('%d %d %d', time, total - permits, taken - permits))
    place = place + 1
  end
  for index = found + 1, c.length - 1 do
    local later, through, more = entry(c, index)
    call('LSET', c.key, place, format('%d %d %d', later, through - permits, more))
    place = place + 1
  end
  if place < c.length then
    call('RPOP', c.key)
  end
  return permits
end

local kinds = { fixed = fixed, counter = sliding, bucket = bucket, log = log }
local reply = {}
for index, key in ipairs(KEYS) do
  local first = (index - 1) * 8
  local c = {
    key = key,
    requests = tonumber(ARGV[first + 3]),
    capacity = tonumber(ARGV[first + 4]),
    window = tonumber(ARGV[first + 5]),
    tick = tonumber(ARGV[first + 6]),
  }
  local permits = tonumber(ARGV[first + 8])
  local returned = 0
  if permits > 0 then
    algorithms[ARGV[first + 1]].look(c)
    returned = kinds[ARGV[first + 1]](c, tonumber(ARGV[first + 7]), permits)
  end
  reply[index] = format('%d', returned)
end
return table.concat(reply, ' ')
