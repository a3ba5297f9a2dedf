-- Stored: time in 7 bytes, permits taken in the window that it lies in, permits taken in the window before, each in 2 bytes or 4.
local function state(time, current, previous)
  return pack(max(current, previous) < 65536 and '<I3I4I2I2' or '<I3I4I4I4', floor(time / word), time % word, current, previous)
end

local function look(c)
  local window, tick, time, current, previous = c.window, c.tick, clock, 0, 0
  local text = call('GET', c.key)
  if text then
    local high, low, now, before = unpack(#text == 11 and '<I3I4I2I2' or '<I3I4I4I4', text)
    local last = high * word + low
    c.last = last
    time = max(time, last)
    local start = time - time % window
    if last >= start then
      current, previous = now, before
    elseif last >= start - window then
      previous = now
    end
  end
  local passed = time % window
  local left = (window - passed + passed % tick) / tick
  c.time, c.start, c.current, c.previous = time, time - passed, current, previous
  c.weighted = floor(previous * left / (window / tick))
  c.available = max(0, c.requests - current - c.weighted)
end

-- How far into a window the one before it, weighted, has fallen to the room that there is.
local function until_counted(c, previous, room)
  local ticks = c.window / c.tick
  return (ticks - floor(((room + 1) * ticks - 1) / previous)) * c.tick
end

local function retry_at(c)
  local room = c.requests - cost
  if c.current <= room then
    return c.start + until_counted(c, c.previous, room - c.current)
  end
  return c.start + c.window + until_counted(c, c.current, room)
end

local function reset_at(c)
  return c.current > 0 and c.start + c.window + until_counted(c, c.current, 0)
    or c.weighted > 0 and c.start + until_counted(c, c.previous, 0)
    or 0
end

local function take(c, taken)
  c.current = c.current + taken
  call('SET', c.key, state(c.time, c.current, c.previous), 'PX', format('%d', floor((reset_at(c) - clock) / 1000) + extra))
end
