using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Serverless.Core.Redis;
using StackExchange.Redis;

namespace Serverless.Core.RateLimiting;

/// <summary>Connects and loads the scripts before the first check, which could not wait for it. A Redis that is down delays no start for long.</summary>
/// <param name="connection">Null when no shared counters are configured.</param>
internal sealed partial class RedisCounterWarmUp(RedisConnection? connection, ILogger<RedisCounterWarmUp> logger, TimeProvider time) : IHostedService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (connection is null)
        {
            LogNoCounters();
            return;
        }

        try
        {
            await WarmUpAsync(connection).WaitAsync(Patience, time, cancellationToken);
        }
        catch (Exception exception) when ((exception is RedisException || RedisCounterFailure.IsOutage(exception)) && !cancellationToken.IsCancellationRequested)
        {
            LogNotConnected(exception);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static async Task WarmUpAsync(RedisConnection connection) => await RedisCounterStore.LoadScriptsAsync(await connection.GetAsync());

    [LoggerMessage(LogLevel.Warning, "Redis:Counters is not set: each instance counts rate limits alone, and rules that fail closed refuse.")]
    private partial void LogNoCounters();

    [LoggerMessage(LogLevel.Warning, "Redis:Counters does not answer yet: until it does, each instance counts rate limits alone, and rules that fail closed refuse.")]
    private partial void LogNotConnected(Exception exception);
}
