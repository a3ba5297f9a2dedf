-- Gets the same resource for one caller after the other. Arguments: the requests sent before, the path, the callers.
local requests, place = {}, 0

use(function(args)
  for i = 1, tonumber(args[4]) do
    requests[i] = wrk.format("GET", args[3], { ["x-caller"] = "caller-" .. i })
  end
  place = tonumber(args[2]) % #requests
end)

function request()
  place = place % #requests + 1
  return requests[place]
end
