using StackExchange.Redis;

namespace Serverless.Core.Redis;

/// <summary>
/// Looks again which server is the primary as soon as one says that it is not, or not yet: by itself the client would find
/// out within a minute after a planned failover, in which no connection is lost.
/// </summary>
internal sealed class RedisTopology(IConnectionMultiplexer multiplexer, TimeProvider time)
{
    // Of a server that has become a replica, has given a slot away, reads its data, or has lost its primary.
    private static readonly string[] Signs = ["READONLY", "MOVED", "LOADING", "MASTERDOWN"];

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private int isLooking;

    /// <summary>Watches the errors of all commands.</summary>
    public void Watch() => multiplexer.ErrorMessage += (_, error) => Hear(error.Message);

    private void Hear(string error)
    {
        if (Array.Exists(Signs, sign => error.StartsWith(sign, StringComparison.Ordinal)) && Interlocked.Exchange(ref isLooking, 1) == 0)
        {
            _ = LookAsync();
        }
    }

    // After it a pause, because commands that were on their way still fail.
    private async Task LookAsync()
    {
        try
        {
            await multiplexer.ConfigureAsync();
            await Task.Delay(Pause, time);
        }
        catch (Exception exception) when (RedisFailure.Is(exception))
        {
            // The next error leads here again.
        }
        finally
        {
            Volatile.Write(ref isLooking, 0);
        }
    }
}
