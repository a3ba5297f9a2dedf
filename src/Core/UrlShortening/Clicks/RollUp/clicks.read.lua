-- KEYS  what is taken out of a bucket
-- ARGV  its run, a cursor, how many fields to read, about
-- Reply the next cursor, then fields and values; nothing if it is not of that run
if redis.call('HGET', KEYS[1], '#run') ~= ARGV[1] then
  return {}
end
return redis.call('HSCAN', KEYS[1], ARGV[2], 'COUNT', ARGV[3])
