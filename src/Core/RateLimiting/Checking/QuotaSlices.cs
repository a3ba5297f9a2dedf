using BitFaster.Caching.Lru;
using Microsoft.Extensions.Options;
using Serverless.Core.RateLimiting.Counting;

namespace Serverless.Core.RateLimiting.Checking;

/// <summary>
/// Leases the quota of hot global rules from their counters in slices and hands it out here, so that a counter is asked once
/// for many checks. What is leased has been taken; it may be used a little later, so a window can see up to instances times
/// slice more than the limit. A slice grows while slices are used up and shrinks to what was used of one that ended.
/// </summary>
public sealed class QuotaSlices(CounterAccess access, IOptions<RateLimitOptions> options, TimeProvider time)
{
    private const int Capacity = 1_000;

    private readonly ConcurrentLru<(string Revision, UInt128 Identity), QuotaSlice> slices = new(Capacity);

    /// <summary>The most permits that one slice of a rule has.</summary>
    public long LargestOf(RuleCounter counter) => Math.Max(1, (long)(counter.Rate * options.Value.SliceShare));

    /// <param name="query">Of one sliced rule.</param>
    /// <param name="started">Timestamp at which the check began.</param>
    /// <returns>Null when the counter has to be asked and can't be.</returns>
    public async ValueTask<CounterAnswer[]?> TryTakeAsync(CounterQuery query, long started, CancellationToken cancellationToken)
    {
        var slice = SliceOf(query);
        return slice.TryTake(query, started) is { } here ? [here] : await LeaseAsync(slice, query, started, cancellationToken);
    }

    /// <summary>Takes back what a check took of a slice and did not use; false when the counter has to.</summary>
    public bool TryReturn(CounterQuery query, Grant grant) => SliceOf(query).TryReturn(grant);

    private QuotaSlice SliceOf(CounterQuery query)
    {
        var key = (query.Counters[0].Revision, query.Group.Identity.Hash);
        return slices.TryGet(key, out var slice)
            ? slice
            : slices.GetOrAdd(key, _ => new QuotaSlice(LargestOf(query.Counters[0]), options.Value.SliceLifetime, time));
    }

    private async ValueTask<CounterAnswer[]?> LeaseAsync(QuotaSlice slice, CounterQuery query, long started, CancellationToken cancellationToken)
    {
        // One at a time, so that an instance never holds more than one slice; who waits usually finds enough.
        await slice.Leasing.WaitAsync(cancellationToken);
        try
        {
            if (slice.TryTake(query, started) is { } here)
            {
                return [here];
            }

            if (!query.Peek && slice.End() is { } unused)
            {
                _ = access.TryRefundAsync(query.Group, [unused]);
            }

            var lease = slice.Ask(query);
            var answers = await access.TryTakeAsync(lease, started);
            return answers is null ? null : [slice.Fill(query, answers[0])];
        }
        finally
        {
            slice.Leasing.Release();
        }
    }
}
