-- Counters of many identities share a hash, each a field: while a hash is short, a server keeps it as a list of bytes, without
-- an object, an entry and an expiry for each. Algorithms then read fields instead of keys, and write by this.
local field = ARGV[options]

-- What no longer matters is dropped now and then by a newcomer.
local function drop_dead(c, span)
  local all = call('HGETALL', c.key)
  for i = 1, #all, 2 do
    local high, low = unpack('<I3I4', all[i + 1])
    if high * word + low + span <= c.time then
      call('HDEL', c.key, all[i])
    end
  end
end

-- A hash expires as a whole. So that not every check has to look at its expiry, that is set for a span of time ahead, by the
-- first check of a counter in each span: two windows, which is longer than any state lasts.
local function put(c, state)
  local span = c.window == 0 and 5356800000000 or 2 * c.window
  if not c.last and call('HLEN', c.key) % 32 == 31 then
    drop_dead(c, span)
  end
  call('HSET', c.key, field, state)
  local step = c.time - c.time % span
  if not c.last or c.last < step then
    local wanted = floor((step + 2 * span - clock) / 1000) + extra
    if call('PTTL', c.key) < wanted then
      call('PEXPIRE', c.key, format('%d', wanted))
    end
  end
end
