-- Takes permits of one identity from all of its counters, or from none: CounterState and CounterGroup, in the server.
-- A script is a line that sets options, the number of arguments before those that are read here; this; algorithms; then
-- take.one.lua for one counter, take.group.lua for several, or refund.lua. Nearly every check is
-- of one counter, and a script costs what it sets up: so there is one for each algorithm, without closures.
--
-- KEYS  one for each counter, all with the identity's hash tag
-- ARGV  one counter: requests, the most that can be there, window (0 for a calendar month), tick; several: for each, algorithm, 1 if it is enforced, and those four.
--       Then the identity's field, where counters are packed. Then, unless they are 1, 1, 0 and '': cost, the most to take, 1 to take nothing, time in Unix microseconds or ''
--       for the server's
-- Reply for each counter: allowed, taken, remaining, retry after or -1, reset after, time taken
--
-- Whole numbers below 2^53 only: they are doubles in one server and integers in another. They are stored in bytes, as
-- few as do for nearly all counters: with 12 a value takes 32 bytes of a server, with one more 48. Each is stored as what is above 32
-- bits and what is below, because Garnet's struct knows no larger numbers.
--
-- An algorithm is four functions over a counter c, of which look sets time and available from what is stored.

local floor, max, min, format, match, call = math.floor, math.max, math.min, string.format, string.match, redis.call
local pack, unpack, word = struct.pack, struct.unpack, 4294967296
local cost, most, peek, given = 1, 1, false, ''
if ARGV[options + 1] then
  cost, most, peek, given = tonumber(ARGV[options + 1]), tonumber(ARGV[options + 2]), ARGV[options + 3] == '1', ARGV[options + 4]
end
local clock
-- Stored for two milliseconds more than needed, because expiry counts in whole ones. A given time is not the server's.
local extra = 2
if given == '' then
  local server = call('TIME')
  clock = tonumber(server[1]) * 1000000 + tonumber(server[2])
else
  clock, extra = tonumber(given), 3600002
end
