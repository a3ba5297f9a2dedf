-- Gives back permits that were taken of one identity, as far as they still count: CounterState.Refund, in the server.
--
-- KEYS  one for each counter, all with the identity's hash tag
-- ARGV  for each counter: algorithm, burst, window, tick, the time that permits were taken, how many

local max, min = math.max, math.min

local function floor(dividend, divisor)
  return math.floor(dividend / divisor)
end

local function keep(key, ...)
  redis.call('SET', key, string.format(...), 'KEEPTTL')
end

local function fixed(key, text, grant)
  local last, count = string.match(text, '^(%d+) (%d+)$')
  if floor(tonumber(last), grant.window) == floor(grant.time, grant.window) then
    keep(key, '%s %d', last, max(0, tonumber(count) - grant.taken))
  end
end

local function sliding(key, text, grant)
  local last, current, previous = string.match(text, '^(%d+) (%d+) (%d+)$')
  local passed = floor(tonumber(last), grant.window) - floor(grant.time, grant.window)
  if passed == 0 then
    keep(key, '%s %d %s', last, max(0, tonumber(current) - grant.taken), previous)
  elseif passed == 1 then
    keep(key, '%s %s %d', last, current, max(0, tonumber(previous) - grant.taken))
  end
end

local function bucket(key, text, grant)
  local last, level = string.match(text, '^(%d+) (%d+)$')
  local ticks = floor(grant.window, grant.tick)
  keep(key, '%s %d', last, min(grant.burst * ticks, tonumber(level) + grant.taken * ticks))
end

-- Every entry holds the total up to it, so those after the one that shrinks or goes are rewritten; usually there are none.
local function log(key, grant)
  local index, later = redis.call('LLEN', key) - 1, {}
  while index >= 0 do
    local text = redis.call('LINDEX', key, index)
    local at, total, taken = string.match(text, '^(%d+) (%d+) (%d+)$')
    if tonumber(at) < grant.time then
      return
    elseif tonumber(at) == grant.time and tonumber(taken) >= grant.taken then
      for _, entry in ipairs(later) do
        redis.call('LSET', key, entry.index, string.format('%s %d %s', entry.at, tonumber(entry.total) - grant.taken, entry.taken))
      end
      local left = tonumber(taken) - grant.taken
      if left > 0 then
        redis.call('LSET', key, index, string.format('%s %d %d', at, tonumber(total) - grant.taken, left))
      else
        redis.call('LSET', key, index, '')
        redis.call('LREM', key, -1, '')
      end
      return
    end
    later[#later + 1] = { index = index, at = at, total = total, taken = taken }
    index = index - 1
  end
end

local kinds = { fixed = fixed, counter = sliding, bucket = bucket }
for index, key in ipairs(KEYS) do
  local at = (index - 1) * 6
  local grant = {
    burst = tonumber(ARGV[at + 2]),
    window = tonumber(ARGV[at + 3]),
    tick = tonumber(ARGV[at + 4]),
    time = tonumber(ARGV[at + 5]),
    taken = tonumber(ARGV[at + 6]),
  }
  if ARGV[at + 1] == 'log' then
    log(key, grant)
  else
    local text = redis.call('GET', key)
    if text then
      kinds[ARGV[at + 1]](key, text, grant)
    end
  end
end
