-- Stored: a list of entries: time, all permits taken up to and with it, permits taken at it.
local function entry(c, index)
  local at, total, taken = match(call('LINDEX', c.key, index), '^(%d+) (%d+) (%d+)$')
  return tonumber(at), tonumber(total), tonumber(taken)
end

-- The first index from low on whose entry is later than a time (field 1) or holds a total (field 2), or the length: strides
-- that double, then halving.
local function first(c, low, field, least)
  local function holds(index)
    return (select(field, entry(c, index))) >= least
  end
  local high, index, stride = c.length, low, 1
  while index < high and not holds(index) do
    low, index, stride = index + 1, index + stride, stride * 2
  end
  high = min(index, high)
  while low < high do
    local middle = floor((low + high) / 2)
    if holds(middle) then
      high = middle
    else
      low = middle + 1
    end
  end
  return low
end

local function look(c)
  local length, time = call('LLEN', c.key), clock
  local last, total, expired, used = 0, 0, 0, 0
  c.length = length
  if length > 0 then
    last, total = entry(c, length - 1)
    time = max(time, last)
    expired = first(c, 0, 1, time - c.window + 1)
    if expired < length then
      local _, through, taken = entry(c, expired)
      used = total - through + taken
    end
  end
  c.time, c.last, c.total, c.expired, c.used, c.available = time, last, total, expired, used, max(0, c.requests - used)
end

local function retry_at(c)
  return entry(c, first(c, c.expired, 2, c.total + cost - c.requests)) + c.window
end

local function reset_at(c)
  return c.used > 0 and c.last + c.window or 0
end

local function take(c, taken)
  if c.expired > 0 then
    call('LTRIM', c.key, c.expired, -1)
  end
  c.last, c.total, c.used = c.time, c.total + taken, c.used + taken
  call('RPUSH', c.key, format('%d %d %d', c.time, c.total, taken))
  call('PEXPIRE', c.key, format('%d', floor((reset_at(c) - clock) / 1000) + extra))
end
