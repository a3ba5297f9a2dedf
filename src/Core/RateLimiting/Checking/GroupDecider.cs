using System.Runtime.CompilerServices;
using Serverless.Core.RateLimiting.Counting;

namespace Serverless.Core.RateLimiting.Checking;

/// <summary>Decides by the rules of one identity: by the shared counters, or by this process's own while those can't be asked.</summary>
public sealed class GroupDecider(CounterAccess access, QuotaSlices slices, MemoryCounterStore fallback, RateLimitMetrics metrics)
{
    /// <param name="started">Timestamp at which the check began.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<GroupAnswer> DecideAsync(IdentityGroup group, RateLimitCheck check, long started, CancellationToken cancellationToken)
    {
        var query = new CounterQuery(group.Identity, group.Counters, check.Cost, check.Peek);
        var readings = group.IsSliced
            ? await slices.TryTakeAsync(query, started, cancellationToken)
            : await access.TryTakeAsync(query, started);
        if (readings is not null)
        {
            return new GroupAnswer(group, query, readings, Degraded: false);
        }

        metrics.CountDegraded();
        return new GroupAnswer(group, query, group.FailsClosed is null ? fallback.Take(query) : null, Degraded: true);
    }

    /// <summary>Gives back, best effort, what a group admitted before a wider one denied.</summary>
    public void Refund(in GroupAnswer answer)
    {
        if (answer.Readings is null || !answer.Readings.Any(reading => reading.Taken > 0))
        {
            return;
        }

        var refund = new CounterRefund(answer.Query, answer.Readings);
        if (answer.Degraded)
        {
            fallback.Refund(refund);
        }
        else if (answer.Group.IsSliced)
        {
            slices.Return(refund);
        }
        else
        {
            access.Refund(refund);
        }
    }
}
