-- Adds the clicks of a batch to a bucket, once: ClickSummary, in the server.
--
-- KEYS  the bucket; the numbers of the batches that instances sent last, on even days and on odd days
-- ARGV  the instance, the batch's number, when it was taken or '', the time or '' for the server's (Unix seconds); then for
--       each link its name in the bucket and its clicks: for each day a line @day, then lines referrer=clicks or
--       referrer=clicks+missed, and with other names (bots), (other) and (missed)
-- Reply 1; 0 if it was there; -1 if it is too old to tell
--
-- Whole numbers below 2^53 only: they are doubles in one server and integers in another.

local most, named, letters, remembered = 9007199254740991, 256, 20000, 72000
local call, min, max, floor, format = redis.call, math.min, math.max, math.floor, string.format
local match, gmatch, byte, sort = string.match, string.gmatch, string.byte, table.sort

local function sum(first, second)
  return min(first + second, most)
end

-- Bytes, not the server's language.
local function is_after(first, second)
  for i = 1, min(#first, #second) do
    local a, b = byte(first, i), byte(second, i)
    if a ~= b then
      return a > b
    end
  end
  return #first > #second
end

local function read(text)
  local days, day = {}, nil
  for line in gmatch(text, '[^\n]+') do
    local start = match(line, '^@(%d+)$')
    if start then
      day = { names = {}, bots = 0, other = 0, missed = 0 }
      days[start] = day
    else
      local name, clicks, missed = match(line, '^(.*)=(%d+)%+?(%d*)$')
      clicks = min(tonumber(clicks), most)
      if name == '(bots)' then
        day.bots = clicks
      elseif name == '(other)' then
        day.other = clicks
      elseif name == '(missed)' then
        day.missed = clicks
      else
        day.names[name] = { clicks, missed == '' and 0 or min(tonumber(missed), most) }
      end
    end
  end
  return days
end

local function shrink(day)
  local count, characters, order = 0, 0, {}
  for name in pairs(day.names) do
    count, characters = count + 1, characters + #name
    order[count] = name
  end
  if count <= named and characters <= letters then
    return
  end
  local function bound(name)
    return sum(day.names[name][1], day.names[name][2])
  end
  sort(order, function(first, second)
    local a, b = bound(first), bound(second)
    if a ~= b then
      return a < b
    end
    return is_after(first, second)
  end)
  for _, name in ipairs(order) do
    day.other, day.missed = sum(day.other, day.names[name][1]), max(day.missed, bound(name))
    day.names[name] = nil
    count, characters = count - 1, characters - #name
    if count <= named and characters <= letters then
      return
    end
  end
end

local function merge(into, from)
  for name, mine in pairs(into.names) do
    if not from.names[name] then
      mine[2] = sum(mine[2], from.missed)
    end
  end
  for name, theirs in pairs(from.names) do
    local mine = into.names[name]
    into.names[name] = { sum(mine and mine[1] or 0, theirs[1]), sum(mine and mine[2] or into.missed, theirs[2]) }
  end
  into.bots, into.other, into.missed = sum(into.bots, from.bots), sum(into.other, from.other), sum(into.missed, from.missed)
  shrink(into)
end

local function write(days)
  local lines = {}
  for start, day in pairs(days) do
    lines[#lines + 1] = '@' .. start .. '\n'
    for name, counted in pairs(day.names) do
      lines[#lines + 1] = name .. (counted[2] > 0 and format('=%.0f+%.0f\n', counted[1], counted[2]) or format('=%.0f\n', counted[1]))
    end
    for name, number in pairs({ ['(bots)'] = day.bots, ['(other)'] = day.other, ['(missed)'] = day.missed }) do
      if number > 0 then
        lines[#lines + 1] = format('%s=%.0f\n', name, number)
      end
    end
  end
  return table.concat(lines)
end

local now = ARGV[4] ~= '' and tonumber(ARGV[4]) or tonumber(call('TIME')[1])
if ARGV[3] ~= '' and now - tonumber(ARGV[3]) > remembered then
  return -1
end
local number = tonumber(ARGV[2])
for i = 2, 3 do
  local sent = call('HGET', KEYS[i], ARGV[1])
  if sent and tonumber(sent) >= number then
    return 0
  end
end

-- A day's numbers are forgotten with the first batch two days later: after more than they are asked for.
local today = floor(now / 86400)
local numbers = KEYS[2 + today % 2]
local day = call('HGET', numbers, 'day')
if not day or tonumber(day) < today then
  call('DEL', numbers)
  call('HSET', numbers, 'day', format('%.0f', today))
end
call('HSET', numbers, ARGV[1], ARGV[2])

for i = 5, #ARGV, 2 do
  local there = call('HGET', KEYS[1], ARGV[i])
  local text = ARGV[i + 1]
  if there then
    local days = read(there)
    for start, added in pairs(read(text)) do
      if days[start] then
        merge(days[start], added)
      else
        days[start] = added
      end
    end
    text = write(days)
  end
  call('HSET', KEYS[1], ARGV[i], text)
end
return 1
