-- Stored: time, permits taken in the window that it lies in.
local function look(c)
  local time, count = clock, 0
  local text = call('GET', c.key)
  if text then
    local last, taken = match(text, '^(%d+) (%d+)$')
    last = tonumber(last)
    time = max(time, last)
    if last >= time - time % c.window then
      count = tonumber(taken)
    end
  end
  c.time, c.count, c.available = time, count, max(0, c.requests - count)
end

local function retry_at(c)
  return c.time - c.time % c.window + c.window
end

local function reset_at(c)
  return c.count > 0 and retry_at(c) or 0
end

local function take(c, taken)
  c.count = c.count + taken
  call('SET', c.key, format('%d %d', c.time, c.count), 'PX', format('%d', floor((reset_at(c) - clock) / 1000) + extra))
end
