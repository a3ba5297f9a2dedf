local c = { key = KEYS[1], requests = tonumber(ARGV[1]), capacity = tonumber(ARGV[2]), window = tonumber(ARGV[3]), tick = tonumber(ARGV[4]), time = 0 }
look(c)
local allowed, taken, retry_after = 0, 0, -1
if cost <= c.available then
  allowed = 1
  if not peek then
    taken = min(most, c.available)
    take(c, taken)
  end
elseif cost <= c.capacity then
  retry_after = retry_at(c) - clock
end
local reset_at = reset_at(c)
return format('%d %d %d %d %d %d', allowed, taken, c.available - taken, retry_after, reset_at > 0 and reset_at - clock or 0, c.time)
