using BitFaster.Caching.Lru;

namespace Serverless.Core.RateLimiting.Counting;

/// <summary>Counts in this process, for as many identities as <see cref="RateLimitOptions.FallbackCounters"/> says; the longest unused are forgotten.</summary>
public sealed class MemoryCounterStore(int capacity, TimeProvider time) : ICounterStore
{
    private const int Stripes = 64;

    private readonly ConcurrentLru<(UInt128 Identity, string Counter), CounterState> states = new(capacity);
    private readonly Lock[] stripes = [.. Enumerable.Range(0, Stripes).Select(_ => new Lock())];

    /// <inheritdoc/>
    public ValueTask<CounterAnswer[]> TakeAsync(CounterQuery query) => new(Take(query));

    /// <summary>Takes at once.</summary>
    public CounterAnswer[] Take(CounterQuery query)
    {
        var group = query.Group;
        lock (LockOf(group.Identity))
        {
            var found = Find(group);
            var answers = CounterGroup.Take(query, found, Now);
            for (var i = 0; i < found.Length; i++)
            {
                Keep(group.Identity, group.Counters[i], answers[i].Taken > 0 ? found[i] : null);
            }

            return answers;
        }
    }

    /// <inheritdoc/>
    public ValueTask<long[]> RefundAsync(IdentityGroup group, IReadOnlyList<Grant> grants) => new(Refund(group, grants));

    /// <summary>Gives back at once.</summary>
    public long[] Refund(IdentityGroup group, IReadOnlyList<Grant> grants)
    {
        lock (LockOf(group.Identity))
        {
            var found = Find(group);
            var returned = CounterGroup.Refund(group, grants, found, Now);
            for (var i = 0; i < found.Length; i++)
            {
                Keep(group.Identity, group.Counters[i], found[i]);
            }

            return returned;
        }
    }

    /// <inheritdoc/>
    public ValueTask ResetAsync(IdentityGroup group)
    {
        Reset(group);
        return ValueTask.CompletedTask;
    }

    /// <summary>Forgets at once.</summary>
    public void Reset(IdentityGroup group)
    {
        lock (LockOf(group.Identity))
        {
            foreach (var counter in group.Counters)
            {
                states.TryRemove((group.Identity.Hash, counter.Name));
            }
        }
    }

    private long Now => time.GetUtcNow().ToUnixMicroseconds();

    private CounterState?[] Find(IdentityGroup group)
    {
        var found = new CounterState?[group.Counters.Count];
        for (var i = 0; i < found.Length; i++)
        {
            found[i] = states.TryGet((group.Identity.Hash, group.Counters[i].Name), out var state) ? state : null;
        }

        return found;
    }

    private void Keep(CallerIdentity identity, RuleCounter counter, CounterState? state)
    {
        if (state is not null)
        {
            states.AddOrUpdate((identity.Hash, counter.Name), state);
        }
    }

    private Lock LockOf(CallerIdentity identity) => stripes[(int)(identity.Hash % Stripes)];
}
