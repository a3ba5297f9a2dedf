using StackExchange.Redis;

namespace Serverless.Core.Redis;

/// <summary>One connection to a Redis server, made at first use and kept; it reconnects by itself, within a few seconds of the server's return, and within ten of its last word.</summary>
/// <param name="identity">Whom the server knows; null where the configuration says it. Disposed with the connection.</param>
public sealed class RedisConnection(string configuration, RedisIdentity? identity = null) : IAsyncDisposable
{
    private const int FirstReconnectMilliseconds = 100;
    private const int LongestReconnectMilliseconds = 2_000;

    // A server that is gone without a word is given up after four times as long; what comes later in the string wins.
    private const string AnswerTimeout = "syncTimeout=2000,";

    private readonly Lazy<Task<IConnectionMultiplexer>> multiplexer = new(() => ConnectAsync(configuration, identity));

    /// <exception cref="RedisConnectionException">The configuration names no server.</exception>
    public Task<IConnectionMultiplexer> GetAsync() => multiplexer.Value;

    public async ValueTask DisposeAsync()
    {
        if (identity is not null)
        {
            await identity.DisposeAsync();
        }

        if (multiplexer.IsValueCreated)
        {
            await (await multiplexer.Value).DisposeAsync();
        }
    }

    private static async Task<IConnectionMultiplexer> ConnectAsync(string configuration, RedisIdentity? identity)
    {
        var options = ConfigurationOptions.Parse(AnswerTimeout + configuration);
        options.AbortOnConnectFail = false;
        options.BacklogPolicy = BacklogPolicy.FailFast;
        options.ReconnectRetryPolicy = new ExponentialRetry(FirstReconnectMilliseconds, LongestReconnectMilliseconds);
        var multiplexer = identity is null ? await ConnectionMultiplexer.ConnectAsync(options) : await identity.ConnectAsync(options);
        new RedisTopology(multiplexer, TimeProvider.System).Watch();
        return multiplexer;
    }
}
