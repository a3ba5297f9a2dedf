using BitFaster.Caching.Lru;

namespace Serverless.Core.RateLimiting.Checking;

/// <summary>
/// Remembers which rule denies whom and until when, so that a flood of denied requests asks no counter. Bounded; by the
/// rule's revision, because what an earlier one denied, a new one may admit.
/// </summary>
public sealed class DenialMemory(int capacity, TimeProvider time)
{
    private readonly ConcurrentLru<(string Revision, UInt128 Identity), Denial> denials = new(capacity);

    /// <summary>What the rule says of a check of cost 1 for as long as it is known to deny it; else null.</summary>
    public RuleOutcome? Find(CallerIdentity identity, RuleCounter counter)
    {
        if (!denials.TryGet((counter.Rule.Revision, identity.Hash), out var denial))
        {
            return null;
        }

        var now = time.GetTimestamp();
        return now < denial.Until
            ? new RuleOutcome(counter.Rule, Allowed: false, Remaining: 0, time.GetElapsedTime(now, denial.Until), time.GetElapsedTime(now, denial.ResetAt), Degraded: false)
            : null;
    }

    /// <param name="longest">For how long at most; null for as long as it denies.</param>
    public void Remember(CallerIdentity identity, RuleCounter counter, TimeSpan retryAfter, TimeSpan resetAfter, TimeSpan? longest)
    {
        var now = time.GetTimestamp();
        var until = longest < retryAfter ? longest.Value : retryAfter;
        denials.AddOrUpdate((counter.Rule.Revision, identity.Hash), new Denial(now + Timestamps(until), now + Timestamps(resetAfter)));
    }

    /// <summary>Something was given back: the rule may admit sooner.</summary>
    public void Forget(CallerIdentity identity, RuleCounter counter) => denials.TryRemove((counter.Rule.Revision, identity.Hash));

    private long Timestamps(TimeSpan duration) => (long)(duration.TotalSeconds * time.TimestampFrequency);

    /// <summary>Timestamps of the clock.</summary>
    private sealed record Denial(long Until, long ResetAt);
}
