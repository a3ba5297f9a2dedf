-- KEYS  what is taken out of a bucket
-- ARGV  its run
if redis.call('HGET', KEYS[1], '#run') == ARGV[1] then
  redis.call('UNLINK', KEYS[1])
end
return 1
