-- Counters of many identities share a hash, each a field: while a hash is short, a server keeps it as a list of bytes, without
-- an object, an entry and an expiry for each. After take.head.lua; algorithms then read and write by these instead of GET and SET.
--
-- A hash expires as a whole. So that not every check has to look at its expiry, that is set for a span of time ahead, by the
-- first check of a counter in each span: two windows, which is longer than any state lasts.
local function span_of(c)
  return 2 * (c.window == 0 and 2678400000000 or c.window)
end

-- The time that every state begins with.
local function time_of(text)
  local high, low = unpack('<I3I4', text)
  return high * word + low
end

local function get(c)
  local text = call('HGET', c.key, field)
  c.stamp = text and time_of(text)
  return text
end

-- What no longer matters is dropped now and then by a newcomer.
local function drop_dead(c)
  local all, span = call('HGETALL', c.key), span_of(c)
  for i = 1, #all, 2 do
    if time_of(all[i + 1]) + span <= c.time then
      call('HDEL', c.key, all[i])
    end
  end
end

local function put(c, state)
  if not c.stamp and call('HLEN', c.key) % 32 == 31 then
    drop_dead(c)
  end
  call('HSET', c.key, field, state)
  local span = span_of(c)
  local step = floor(c.time / span)
  if not c.stamp or floor(c.stamp / span) ~= step then
    local wanted = floor(((step + 2) * span - clock) / 1000) + extra
    if call('PTTL', c.key) < wanted then
      call('PEXPIRE', c.key, format('%d', wanted))
    end
  end
end
