-- Follows the keys of a file in their order, over and over, from where the run before ended.
-- Arguments: the requests sent before, the file.
local requests, place = {}, 0

use(function(args)
  for key in io.lines(args[3]) do
    requests[#requests + 1] = wrk.format("GET", "/" .. key)
  end
  place = tonumber(args[2]) % #requests
end)

function request()
  place = place % #requests + 1
  return requests[place]
end
