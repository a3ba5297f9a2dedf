using StackExchange.Redis;

namespace Serverless.Bench.RateLimiting;

/// <summary>The least that counts a caller's requests of a day in Redis and decides by them.</summary>
public sealed class FixedWindowScript
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

    private readonly IDatabase database;
    private readonly byte[] sha;

    private FixedWindowScript(IDatabase database, byte[] sha) => (this.database, this.sha) = (database, sha);

    public static async Task<FixedWindowScript> LoadAsync(IConnectionMultiplexer redis) =>
        new(redis.GetDatabase(), await redis.GetServers()[0].ScriptLoadAsync(Text));

    public async Task<(bool Allowed, long Remaining)> TakeAsync(string key, RedisValue permits)
    {
        var answer = (RedisValue[])(await database.ScriptEvaluateAsync(sha, [key], [permits]))!;
        return ((long)answer[0] == 1, (long)answer[1]);
    }
}
