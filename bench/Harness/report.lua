-- Runs the script named by the first argument and prints what the run found as JSON, on the last line.
local set_up

function init(args)
  dofile(args[1])
  set_up(args)
end

function use(setup)
  set_up = setup
end

function done(summary, latency)
  local e = summary.errors
  print(string.format('{"requests":%d,"microseconds":%d,"errors":%d,"refused":%d,"p50":%d,"p99":%d,"p999":%d}',
    summary.requests, summary.duration, e.connect + e.read + e.write + e.timeout, e.status,
    latency:percentile(50), latency:percentile(99), latency:percentile(99.9)))
end
