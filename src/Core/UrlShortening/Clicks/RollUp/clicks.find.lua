-- KEYS  the bucket, what is taken out of it, the last run
-- ARGV  a link's name in the bucket
-- Reply its clicks in both, the run of the second, the last run; empty for what is not there
return {
  redis.call('HGET', KEYS[1], ARGV[1]) or '',
  redis.call('HGET', KEYS[2], ARGV[1]) or '',
  redis.call('HGET', KEYS[2], '#run') or '',
  redis.call('GET', KEYS[3]) or '',
}
