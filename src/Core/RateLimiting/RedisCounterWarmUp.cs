using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Serverless.Core.Redis;
using StackExchange.Redis;

namespace Serverless.Core.RateLimiting;

/// <summary>Connects, loads the scripts and looks once before the first check, which could not wait for it. A Redis that is down delays no start for long.</summary>
/// <param name="connection">Null when no shared counters are configured.</param>
internal sealed partial class RedisCounterWarmUp(RedisConnection? connection, ILogger<RedisCounterWarmUp> logger, TimeProvider time) : IHostedService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // Looks at counters that nobody has, and leaves none behind.
    private static readonly CounterQuery Look = new(
        IdentityHash.Of(IdentityKind.Global, nameof(RedisCounterWarmUp)),
        [.. Enum.GetValues<RateLimitAlgorithm>().Select(algorithm => new RuleCounter(new RateLimitRule
        {
            Id = nameof(RedisCounterWarmUp),
            Api = nameof(RedisCounterWarmUp),
            Op = nameof(RedisCounterWarmUp),
            Algorithm = algorithm,
            TimeUnit = RateLimitUnit.Minute,
            Requests = 1,
            Burst = 1,
            Revision = nameof(RedisCounterWarmUp),
        }))],
        cost: 1,
        peek: true);

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
        catch (Exception exception) when ((exception is RedisException or CounterStoreUnavailableException or CounterStoreFaultException || RedisCounterFailure.IsOutage(exception)) && !cancellationToken.IsCancellationRequested)
        {
            LogNotConnected(exception);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // The first call compiles its way, which can take longer than a check may.
    private static async Task WarmUpAsync(RedisConnection connection)
    {
        await RedisCounterStore.LoadScriptsAsync(await connection.GetAsync());
        await new RedisCounterStore(connection).TakeAsync(Look);
    }

    [LoggerMessage(LogLevel.Warning, "Redis:Counters is not set: each instance counts rate limits alone, and rules that fail closed refuse.")]
    private partial void LogNoCounters();

    [LoggerMessage(LogLevel.Warning, "Redis:Counters does not answer yet: until it does, each instance counts rate limits alone, and rules that fail closed refuse.")]
    private partial void LogNotConnected(Exception exception);
}
