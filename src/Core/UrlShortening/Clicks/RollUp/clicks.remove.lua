-- KEYS  the bucket, what is taken out of it
-- ARGV  a link's name in the bucket
redis.call('HDEL', KEYS[1], ARGV[1])
redis.call('HDEL', KEYS[2], ARGV[1])
return 1
