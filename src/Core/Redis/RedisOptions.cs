namespace Serverless.Core.Redis;

/// <summary>Settings of the section <c>Redis</c>: two servers with opposite needs, which may be one in development.</summary>
public sealed class RedisOptions
{
    public const string Section = "Redis";

    /// <summary>Connection of the counters, on a server that never evicts (<c>noeviction</c>); null for none.</summary>
    public string? Counters { get; set; }

    /// <summary>Connection of the cache, on a server that may forget (<c>allkeys-lru</c>); null for none.</summary>
    public string? Cache { get; set; }
}
