using BitFaster.Caching.Lru;

namespace Serverless.Core.RateLimiting.Counting;

/// <summary>Counts in this process, for as many identities as <see cref="RateLimitOptions.FallbackCounters"/> says; the longest unused are forgotten.</summary>
public sealed class MemoryCounterStore(int capacity, TimeProvider time) : ICounterStore
{
    private const int Stripes = 64;

    private readonly ConcurrentLru<(UInt128 Identity, string Counter), CounterState> states = new(capacity);
    private readonly Lock[] stripes = [.. Enumerable.Range(0, Stripes).Select(_ => new Lock())];

    /// <inheritdoc/>
    public ValueTask<CounterReading[]> TakeAsync(CounterQuery query) => new(Take(query));

    /// <summary>Takes at once.</summary>
    public CounterReading[] Take(CounterQuery query)
    {
        var found = new CounterState?[query.Counters.Count];
        lock (LockOf(query.Identity))
        {
            for (var i = 0; i < found.Length; i++)
            {
                found[i] = Find(query.Identity, query.Counters[i]);
            }

            var readings = CounterGroup.Take(query, found, time.GetUtcNow().ToUnixMicroseconds());
            for (var i = 0; i < found.Length; i++)
            {
                Keep(query.Identity, query.Counters[i], readings[i].Taken > 0 ? found[i] : null);
            }

            return readings;
        }
    }

    /// <inheritdoc/>
    public ValueTask RefundAsync(CounterRefund refund)
    {
        Refund(refund);
        return ValueTask.CompletedTask;
    }

    /// <summary>Gives back at once.</summary>
    public void Refund(CounterRefund refund)
    {
        lock (LockOf(refund.Query.Identity))
        {
            foreach (var (counter, reading) in refund.Query.Counters.Zip(refund.Readings).Where(pair => pair.Second.Taken > 0))
            {
                var state = Find(refund.Query.Identity, counter);
                Keep(refund.Query.Identity, counter, state?.Refund(counter.Limit, reading.Time, reading.Taken));
            }
        }
    }

    private CounterState? Find(CallerIdentity identity, RuleCounter counter) =>
        states.TryGet((identity.Hash, counter.Name), out var state) ? state : null;

    private void Keep(CallerIdentity identity, RuleCounter counter, CounterState? state)
    {
        if (state is not null)
        {
            states.AddOrUpdate((identity.Hash, counter.Name), state);
        }
    }

    private Lock LockOf(CallerIdentity identity) => stripes[(int)(identity.Hash % Stripes)];
}
