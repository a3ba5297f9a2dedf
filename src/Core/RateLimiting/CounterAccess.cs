using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using Polly;
using Polly.CircuitBreaker;

namespace Serverless.Core.RateLimiting;

/// <summary>Asks the counter store, but no longer than a check may take, and not at all while it keeps failing.</summary>
public sealed class CounterAccess
{
    private const double FailureRatio = 0.5;
    private const int MinimumCalls = 5;

    private static readonly TimeSpan SamplingDuration = TimeSpan.FromSeconds(1);

    private readonly ICounterStore? store;
    private readonly RateLimitMetrics metrics;
    private readonly TimeProvider time;
    private readonly TimeSpan deadline;
    private readonly ResiliencePipeline breaker;

    /// <param name="store">Null when no shared counters are configured: as if they never answered.</param>
    public CounterAccess(ICounterStore? store, IOptions<RateLimitOptions> options, RateLimitMetrics metrics, TimeProvider time)
    {
        this.store = store;
        this.metrics = metrics;
        this.time = time;
        deadline = options.Value.Deadline;
        breaker = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<CounterStoreUnavailableException>().Handle<TimeoutException>(),
                FailureRatio = FailureRatio,
                MinimumThroughput = MinimumCalls,
                SamplingDuration = SamplingDuration,
                BreakDuration = options.Value.BreakDuration,
            })
            .Build();
    }

    /// <param name="started">Timestamp at which the check began.</param>
    /// <returns>Null when the counters can't be asked, whatever the reason, which has been counted.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<CounterReading[]?> TryTakeAsync(CounterQuery query, long started, CancellationToken cancellationToken)
    {
        if (store is null)
        {
            return null;
        }

        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        try
        {
            var outcome = await breaker.ExecuteOutcomeAsync(
                static (context, call) => call.Access.AskAsync(call.Query, call.Started, context.CancellationToken),
                context,
                (Access: this, Query: query, Started: started));
            return outcome.Exception is null ? outcome.Result : Explain(outcome);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>Gives back without waiting; what is lost is lost.</summary>
    public void Refund(CounterRefund refund) => _ = RefundAsync(refund);

    private async Task RefundAsync(CounterRefund refund)
    {
        try
        {
            metrics.CountRoundTrip("refund");
            await store!.RefundAsync(refund);
        }
        catch (Exception exception) when (exception is CounterStoreUnavailableException or CounterStoreFaultException)
        {
            metrics.CountFailure(ReasonOf(exception));
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<Outcome<CounterReading[]>> AskAsync(CounterQuery query, long started, CancellationToken cancellationToken)
    {
        try
        {
            var left = deadline - time.GetElapsedTime(started);
            if (left <= TimeSpan.Zero)
            {
                throw new TimeoutException();
            }

            metrics.CountRoundTrip("take");
            var asked = store!.TakeAsync(query);
            return Outcome.FromResult(asked.IsCompletedSuccessfully ? asked.Result : await asked.AsTask().WaitAsync(left, time, cancellationToken));
        }
        catch (Exception exception) when (exception is CounterStoreUnavailableException or CounterStoreFaultException or TimeoutException)
        {
            return Outcome.FromException<CounterReading[]>(exception);
        }
    }

    private CounterReading[]? Explain(Outcome<CounterReading[]> outcome)
    {
        if (outcome.Exception is not (CounterStoreUnavailableException or CounterStoreFaultException or TimeoutException or BrokenCircuitException))
        {
            outcome.ThrowIfException();
        }

        metrics.CountFailure(ReasonOf(outcome.Exception!));
        return null;
    }

    private static string ReasonOf(Exception exception) => exception switch
    {
        CounterStoreFaultException => "fault",
        TimeoutException => "deadline",
        BrokenCircuitException => "open",
        _ => "unavailable",
    };
}
