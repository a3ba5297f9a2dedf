-- Asks for one caller after the other, over and over. What tells the caller apart is in the body and in a header, so that
-- each contender may look where it would. Arguments: the requests sent before, the path, the API key, the callers.
local requests, place = {}, 0

use(function(args)
  local headers = { authorization = "Bearer " .. args[4], ["content-type"] = "application/json" }
  for i = 1, tonumber(args[5]) do
    headers["x-caller"] = "caller-" .. i
    requests[i] = wrk.format("POST", args[3], headers,
      string.format('{"api":"shop","op":"orders.create","caller":{"user":"caller-%d"}}', i))
  end
  place = tonumber(args[2]) % #requests
end)

function request()
  place = place % #requests + 1
  return requests[place]
end
