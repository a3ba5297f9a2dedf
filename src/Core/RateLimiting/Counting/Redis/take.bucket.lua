-- Stored: time in 7 bytes, permits that are left, in parts of which a tick brings as many as there are requests in a window, in 5
-- bytes or 7.
local function state(time, level)
  return pack(level < 1099511627776 and '<I3I4I1I4' or '<I3I4I3I4', floor(time / word), time % word, floor(level / word), level % word)
end

local function look(c)
  local tick, requests, time = c.tick, c.requests, clock
  local ticks = c.window / tick
  local full = c.capacity * ticks
  local level = full
  local text = call('GET', c.key)
  if text then
    local last_high, last_low, high, low = unpack(#text == 12 and '<I3I4I1I4' or '<I3I4I3I4', text)
    local last, left = last_high * word + last_low, high * word + low
    time = max(time, last)
    local passed = (time - time % tick - last + last % tick) / tick
    -- Compared before it is multiplied: the product of a long time would not be exact.
    if passed < floor((max(0, full - left) + requests - 1) / requests) then
      level = left + passed * requests
    end
  end
  c.time, c.level, c.available = time, level, floor(level / ticks)
end

-- When the level will be as wanted; in ten years at most: TokenBucket.MaxWait.
local function at_level(c, wanted)
  local wait = min(floor(315360000000000 / c.tick), floor((wanted - c.level + c.requests - 1) / c.requests))
  return c.time - c.time % c.tick + wait * c.tick
end

local function retry_at(c)
  return at_level(c, cost * (c.window / c.tick))
end

local function reset_at(c)
  local full = c.capacity * (c.window / c.tick)
  return c.level < full and at_level(c, full) or 0
end

local function take(c, taken)
  c.level = c.level - taken * (c.window / c.tick)
  call('SET', c.key, state(c.time, c.level), 'PX', format('%d', floor((reset_at(c) - clock) / 1000) + extra))
end
