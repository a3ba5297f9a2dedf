using StackExchange.Redis;

namespace Serverless.Core.Redis;

/// <summary>Tells a Redis that fails, is slow or has been closed from a fault of the program.</summary>
internal static class RedisFailure
{
    public static bool Is(Exception exception) =>
        exception is RedisException or TimeoutException or OperationCanceledException or ObjectDisposedException;
}
