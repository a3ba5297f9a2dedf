-- Stored: time in 7 bytes, permits taken in the window that it lies in, in 5.

-- When the calendar month began that a time lies in, by the civil calendar whose years begin in March
-- (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
local function month_start(time)
  local days = floor(time / 86400000000)
  local shifted = days + 719468
  local day = shifted % 146097
  local year = floor((day - floor(day / 1460) + floor(day / 36524) - floor(day / 146096)) / 365)
  local of_year = day - (365 * year + floor(year / 4) - floor(year / 100))
  local month = floor((5 * of_year + 2) / 153)
  return (days - of_year + floor((153 * month + 2) / 5)) * 86400000000
end

-- When a window begins and ends: months are windows of 0; weeks begin on Mondays, three days before the epoch, and so do all shorter units.
local function window_start(c, time)
  return c.window == 0 and month_start(time) or time - (time + 259200000000) % c.window
end

local function window_end(c, time)
  return c.window == 0 and month_start(month_start(time) + 2678400000000) or window_start(c, time) + c.window
end

local function state(time, count)
  return pack('<I3I4I1I4', floor(time / word), time % word, floor(count / word), count % word)
end

local function look(c)
  local time, count = clock, 0
  local text = call('GET', c.key)
  if text then
    local last_high, last_low, high, low = unpack('<I3I4I1I4', text)
    local last = last_high * word + last_low
    c.last = last
    time = max(time, last)
    if last >= window_start(c, time) then
      count = high * word + low
    end
  end
  c.time, c.count, c.available = time, count, max(0, c.requests - count)
end

local function retry_at(c)
  return window_end(c, c.time)
end

local function reset_at(c)
  return c.count > 0 and retry_at(c) or 0
end

local function take(c, taken)
  c.count = c.count + taken
  call('SET', c.key, state(c.time, c.count), 'PX', format('%d', floor((reset_at(c) - clock) / 1000) + extra))
end
