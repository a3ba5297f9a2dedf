using Serverless.Core.Redis;

namespace Serverless.Core.UrlShortening.Following;

/// <summary>What <see cref="RedisLinkCache"/> has done on the server, by its clock. Each touches one key, whose node of a cluster runs it.</summary>
internal static class RedisLinkScripts
{
    private const string Clock = """
        local time = redis.call('TIME')
        local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
        """;

    /// <summary>The server's clock in Unix milliseconds.</summary>
    public static RedisScript Now { get; } = RedisScript.Of(Clock, "return now");

    /// <summary>
    /// Keeps a value unless there is one: 1, else 0. It came too late if the key was asked for more than ARGV[4] milliseconds
    /// ago; a server that took over may be ARGV[5] behind the one that was asked.
    /// </summary>
    /// <remarks>KEYS: the key. ARGV: the value, how long it stays in milliseconds, when the key was asked for, and those two.</remarks>
    public static RedisScript Add { get; } = RedisScript.Of(
        Clock,
        """
        local age = now - tonumber(ARGV[3])
        if age > tonumber(ARGV[4]) or age < -tonumber(ARGV[5]) then return 0 end
        if redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2], 'NX') then return 1 end
        return 0
        """);
}
