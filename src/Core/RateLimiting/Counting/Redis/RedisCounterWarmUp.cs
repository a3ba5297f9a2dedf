using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Serverless.Core.Redis;
using StackExchange.Redis;

namespace Serverless.Core.RateLimiting.Counting.Redis;

/// <summary>
/// Connects, loads the scripts and takes the way of a check before the first one comes, which could not wait for it. What only
/// makes checks faster goes on beside the first requests. A Redis that is down delays no start for long.
/// </summary>
/// <param name="connection">Null when no shared counters are configured.</param>
public sealed partial class RedisCounterWarmUp(
    RedisConnection? connection, RateLimitMetrics metrics, ILogger<RedisCounterWarmUp> logger, TimeProvider time) : IHostedService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private const string Name = nameof(RedisCounterWarmUp);
    private const int Rounds = 8;
    private const int AtOnce = 8;

    // Looks at counters that nobody has, and leaves none behind: one of each algorithm alone, and all of them together.
    private static readonly PlanCounters[] Looks =
    [
        .. Enum.GetValues<RateLimitAlgorithm>().Select(algorithm => Look(algorithm)), Look(Enum.GetValues<RateLimitAlgorithm>()),
    ];

    /// <summary>Completes when all of it is done; the app answers before.</summary>
    public Task Finished { get; private set; } = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (connection is null)
        {
            LogNoCounters();
            return;
        }

        try
        {
            var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Finished = WarmUpAsync(connection, ready);
            await (await Task.WhenAny(Finished, ready.Task).WaitAsync(Patience, time, cancellationToken));
        }
        catch (Exception exception) when (IsOutage(exception) && !cancellationToken.IsCancellationRequested)
        {
            LogNotConnected(exception);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // Calls compile their way, which can take longer than a check may: by a limiter of their own, which has time.
    private async Task WarmUpAsync(RedisConnection redis, TaskCompletionSource ready)
    {
        await RedisCounterStore.LoadScriptsAsync(await redis.GetAsync());
        using var access = new CounterAccess(new RedisCounterStore(redis), Options.Create(new RateLimitOptions { Deadline = Patience }), metrics, time);
        for (var round = 0; round < Rounds; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, AtOnce).SelectMany(_ => Looks, (_, look) => LookAsync(access, look)));
            ready.TrySetResult();
        }
    }

    private static bool IsOutage(Exception exception) =>
        exception is RedisException or CounterStoreUnavailableException or CounterStoreFaultException || RedisCounterFailure.IsOutage(exception);

    private async Task LookAsync(CounterAccess access, PlanCounters look)
    {
        var query = new CounterQuery(new IdentityGroup(look.Everyone, look.Counters), cost: 1, peek: true);
        await access.TryTakeAsync(query, time.GetTimestamp());
    }

    private static PlanCounters Look(params RateLimitAlgorithm[] algorithms) => new OperationRules([.. algorithms.Select(Rule)]).Of(plan: null);

    private static RateLimitRule Rule(RateLimitAlgorithm algorithm) => new()
    {
        Id = $"{Name}.{algorithm}",
        Api = Name,
        Op = Name,
        Algorithm = algorithm,
        TimeUnit = RateLimitUnit.Minute,
        IdentifyBy = IdentityKind.Global,
        Requests = 1,
        Burst = 1,
        Revision = Name,
    };

    [LoggerMessage(LogLevel.Warning, "Redis:Counters is not set: each instance counts rate limits alone, and rules that fail closed refuse.")]
    private partial void LogNoCounters();

    [LoggerMessage(LogLevel.Warning, "Redis:Counters does not answer yet: until it does, each instance counts rate limits alone, and rules that fail closed refuse.")]
    private partial void LogNotConnected(Exception exception);
}
