-- KEYS  the bucket, what is taken out of it, the last run
-- ARGV  a run
-- Reply the run that has to be done: the unfinished one, else this one; nothing if it has been, or if the bucket is empty
local unfinished = redis.call('HGET', KEYS[2], '#run')
if unfinished then
  return unfinished
end
local last = redis.call('GET', KEYS[3])
if (last and tonumber(last) >= tonumber(ARGV[1])) or redis.call('EXISTS', KEYS[1]) == 0 then
  return ''
end
redis.call('RENAME', KEYS[1], KEYS[2])
redis.call('HSET', KEYS[2], '#run', ARGV[1])
redis.call('SET', KEYS[3], ARGV[1])
return ARGV[1]
