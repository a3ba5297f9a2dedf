namespace Serverless.Bench.RateLimiting;

/// <summary>The least that counts a caller's requests of a day in Redis and decides by them.</summary>
public static class FixedWindowScript
{
    /// <summary>Key: the caller's. Argument: permits a day. Returns whether it is allowed (1 or 0) and what is left.</summary>
    public const string Text = """
        local day = math.floor(redis.call('TIME')[1] / 86400)
        local name = KEYS[1] .. ':' .. day
        local used = tonumber(redis.call('GET', name) or '0')
        if used >= tonumber(ARGV[1]) then return {0, 0} end
        redis.call('INCRBY', name, 1)
        redis.call('EXPIRE', name, 86400)
        return {1, tonumber(ARGV[1]) - used - 1}
        """;
}
