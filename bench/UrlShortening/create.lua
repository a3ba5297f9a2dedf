-- Creates a link with every request, to a URL of its own. Arguments: the requests sent before, the API key.
local head, tail, number

use(function(args)
  local body = '{"url":"https://example.com/orders/000000000?sig=%2Bx%2F"}'
  head = wrk.format("POST", "/api/links", {
    authorization = "Bearer " .. args[3], ["content-type"] = "application/json",
  }, body)
  local place = head:find("000000000", 1, true)
  head, tail, number = head:sub(1, place - 1), head:sub(place + 9), tonumber(args[2])
end)

function request()
  number = number + 1
  return head .. string.format("%09d", number) .. tail
end
