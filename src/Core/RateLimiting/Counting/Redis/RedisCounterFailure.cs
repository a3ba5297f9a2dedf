using StackExchange.Redis;

namespace Serverless.Core.RateLimiting.Counting.Redis;

/// <summary>Tells a Redis that can't be reached, or is in no state to count, from one that was asked something wrong.</summary>
internal static class RedisCounterFailure
{
    /// <summary>Errors by which a server says that it can't count now.</summary>
    private static readonly string[] OutageErrors =
        ["LOADING", "BUSY", "CLUSTERDOWN", "TRYAGAIN", "MOVED", "ASK", "MASTERDOWN", "READONLY", "NOREPLICAS", "MISCONF", "OOM", "NOAUTH", "NOPERM"];

    public static bool IsOutage(Exception exception) => exception switch
    {
        RedisServerException error => Array.Exists(OutageErrors, start => error.Message.StartsWith(start, StringComparison.Ordinal)),
        RedisException or TimeoutException or OperationCanceledException or ObjectDisposedException => true,
        _ => false,
    };
}
