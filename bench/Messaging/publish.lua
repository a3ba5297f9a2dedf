-- Publishes with every request. Arguments: the script, the requests sent before, the path, the API key, the messages in a
-- request, the bytes of each.
local text

use(function(args)
  local message = '{"data":"' .. string.rep("m", tonumber(args[6])) .. '"}'
  text = wrk.format("POST", args[3], {
    authorization = "Bearer " .. args[4], ["content-type"] = "application/json",
  }, '{"messages":[' .. string.rep(message .. ",", tonumber(args[5]) - 1) .. message .. "]}")
end)

function request()
  return text
end
