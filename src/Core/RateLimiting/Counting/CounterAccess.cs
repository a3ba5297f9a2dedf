using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;

namespace Serverless.Core.RateLimiting.Counting;

/// <summary>Asks the counter store, but no longer than a check may take, and not at all while it keeps failing.</summary>
public sealed class CounterAccess : IDisposable
{
    /// <summary>The breaker opens when at least so many calls ended within a second, and half of them failed.</summary>
    public const int MinimumCalls = 20;

    /// <summary>How long calls must have failed before it opens.</summary>
    public static readonly TimeSpan MinimumFailing = TimeSpan.FromMilliseconds(200);

    // A change is waited for longer than a check: whoever asks for one wants to know that it happened.
    private static readonly TimeSpan LongestChange = TimeSpan.FromSeconds(2);

    private readonly ICounterStore? store;
    private readonly RateLimitMetrics metrics;
    private readonly TimeProvider time;
    private readonly long longest;
    private readonly CounterDeadline deadline;
    private readonly CircuitBreaker breaker;
    private readonly CounterOutage? outage;

    /// <param name="store">Null when no shared counters are configured: as if they never answered.</param>
    /// <param name="outage">Tells of outages; null for nobody.</param>
    public CounterAccess(ICounterStore? store, IOptions<RateLimitOptions> options, RateLimitMetrics metrics, TimeProvider time, CounterOutage? outage = null)
    {
        this.store = store;
        this.metrics = metrics;
        this.time = time;
        longest = (long)(options.Value.Deadline.TotalSeconds * time.TimestampFrequency);
        deadline = new CounterDeadline(time, options.Value.Deadline);
        breaker = new CircuitBreaker(time, options.Value.BreakDuration, MinimumCalls, MinimumFailing);
        this.outage = outage;
    }

    /// <param name="started">Timestamp at which the check began.</param>
    /// <returns>Null when the counters can't be asked, whatever the reason, which has been counted.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<CounterAnswer[]?> TryTakeAsync(CounterQuery query, long started)
    {
        if (store is null)
        {
            return null;
        }

        if (!breaker.Allows())
        {
            metrics.CountFailure("open");
            outage?.Failed();
            return null;
        }

        try
        {
            var answers = await AskAsync(store, query, started + longest);
            breaker.Succeeded();
            outage?.Succeeded();
            return answers;
        }
        catch (CounterStoreFaultException fault)
        {
            // It answers.
            breaker.Succeeded();
            metrics.CountFailure(ReasonOf(fault));
        }
        catch (Exception exception) when (exception is CounterStoreUnavailableException or TimeoutException)
        {
            breaker.Failed();
            outage?.Failed();
            metrics.CountFailure(ReasonOf(exception));
        }

        return null;
    }

    /// <summary>Gives back what was taken.</summary>
    /// <returns>How many permits each counter took back; null when the counters can't be asked, which has been counted: what is lost is lost.</returns>
    public Task<long[]?> TryRefundAsync(IdentityGroup group, IReadOnlyList<Grant> grants) =>
        TryAsync("refund", async counters => await counters.RefundAsync(group, grants));

    /// <summary>Forgets what was counted; false when the counters can't be asked, which has been counted.</summary>
    public async Task<bool> TryResetAsync(IdentityGroup group) => await TryAsync("reset", async counters =>
    {
        await counters.ResetAsync(group);
        return group;
    }) is not null;

    public void Dispose() => deadline.Dispose();

    private ValueTask<CounterAnswer[]> AskAsync(ICounterStore counters, CounterQuery query, long until)
    {
        if (time.GetTimestamp() >= until)
        {
            throw new TimeoutException();
        }

        metrics.CountRoundTrip("take");
        return deadline.WaitAsync(counters.TakeAsync(query), until);
    }

    private async Task<T?> TryAsync<T>(string operation, Func<ICounterStore, Task<T>> ask)
        where T : class
    {
        if (store is null)
        {
            return null;
        }

        try
        {
            metrics.CountRoundTrip(operation);
            return await ask(store).WaitAsync(LongestChange, time);
        }
        catch (Exception exception) when (exception is CounterStoreUnavailableException or CounterStoreFaultException or TimeoutException)
        {
            metrics.CountFailure(ReasonOf(exception));
            return null;
        }
    }

    private static string ReasonOf(Exception exception) => exception switch
    {
        CounterStoreFaultException => "fault",
        TimeoutException => "deadline",
        _ => "unavailable",
    };
}
