local counters, admitted = {}, true
for index, key in ipairs(KEYS) do
  local at = (index - 1) * 6
  local c = {
    key = key,
    algorithm = algorithms[ARGV[at + 1]],
    requests = tonumber(ARGV[at + 3]),
    capacity = tonumber(ARGV[at + 4]),
    window = tonumber(ARGV[at + 5]),
    tick = tonumber(ARGV[at + 6]),
  }
  c.algorithm.look(c)
  admitted = admitted and (cost <= c.available or ARGV[at + 2] ~= '1')
  counters[index] = c
end

local reply = {}
for index, c in ipairs(counters) do
  local allowed, taken, retry_after = 0, 0, -1
  if cost <= c.available then
    allowed = 1
    if admitted and not peek then
      taken = min(most, c.available)
      c.algorithm.take(c, taken)
    end
  elseif cost <= c.capacity then
    retry_after = c.algorithm.retry_at(c) - clock
  end
  local reset_at = c.algorithm.reset_at(c)
  reply[index] = format('%d %d %d %d %d %d', allowed, taken, c.available - taken, retry_after, reset_at > 0 and reset_at - clock or 0, c.time)
end
return table.concat(reply, ' ')
