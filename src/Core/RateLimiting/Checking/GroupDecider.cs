using System.Runtime.CompilerServices;
using Serverless.Core.RateLimiting.Counting;

namespace Serverless.Core.RateLimiting.Checking;

/// <summary>Decides by the rules of one identity: by the shared counters, or by this process's own while those can't be asked.</summary>
public sealed class GroupDecider(CounterAccess access, QuotaSlices slices, MemoryCounterStore fallback, RateLimitMetrics metrics)
{
    /// <param name="started">Timestamp at which the check began.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<GroupAnswer> DecideAsync(CounterQuery query, long started, CancellationToken cancellationToken)
    {
        var answers = query.Group.IsSliced
            ? await slices.TryTakeAsync(query, started, cancellationToken)
            : await access.TryTakeAsync(query, started);
        if (answers is not null)
        {
            return new GroupAnswer(query, answers, Degraded: false);
        }

        metrics.CountDegraded();
        return new GroupAnswer(query, query.Group.FailsClosed is null ? fallback.Take(query) : null, Degraded: true);
    }

    /// <summary>Gives back, best effort and without waiting, what a group admitted and was not used.</summary>
    public void Refund(in GroupAnswer answer)
    {
        if (answer.Answers is null || !Array.Exists(answer.Answers, counter => counter.Taken > 0))
        {
            return;
        }

        Grant[] grants = [.. answer.Answers.Select(counter => new Grant(counter.Time, counter.Taken))];
        if (answer.Degraded)
        {
            fallback.Refund(answer.Group, grants);
        }
        else if (!answer.Group.IsSliced || !slices.TryReturn(answer.Query, grants[0]))
        {
            _ = access.TryRefundAsync(answer.Group, grants);
        }
    }
}
