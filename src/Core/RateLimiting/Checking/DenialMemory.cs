using BitFaster.Caching.Lru;
using Serverless.Core.RateLimiting.Counting;

namespace Serverless.Core.RateLimiting.Checking;

/// <summary>
/// Remembers for a moment which rule denies whom and until when, so that a flood of denied requests hardly asks a counter.
/// Bounded; by the rule's revision and the caller's plan, because what another one denied, this one may admit.
/// </summary>
public sealed class DenialMemory(int capacity, TimeProvider time)
{
    /// <summary>
    /// For how long at most. Permits may be given back, or a counter reset, in another instance, which this one does not
    /// hear of; a caller who is denied for an hour then costs a question a second.
    /// </summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private readonly ConcurrentLru<(string Revision, UInt128 Identity), Denial> denials = new(capacity);

    /// <summary>What the rule says of a check of cost 1 for as long as it is known to deny it; else null. Its times are the counter's, however long they are remembered.</summary>
    public RuleOutcome? Find(CallerIdentity identity, RuleCounter counter)
    {
        if (!denials.TryGet((counter.Revision, identity.Hash), out var denial))
        {
            return null;
        }

        var now = time.GetTimestamp();
        return now < denial.Until
            ? new RuleOutcome(counter, Allowed: false, Remaining: 0, time.GetElapsedTime(now, denial.RetryAt), time.GetElapsedTime(now, denial.ResetAt), Degraded: false)
            {
                ResetAt = denial.ResetInstant,
            }
            : null;
    }

    /// <param name="answer">Which denies.</param>
    public void Remember(CallerIdentity identity, RuleCounter counter, in CounterAnswer answer)
    {
        var now = time.GetTimestamp();
        var (retryAfter, resetAfter) = (TimeSpan.FromMicroseconds(answer.RetryAfter), TimeSpan.FromMicroseconds(answer.ResetAfter));
        var until = retryAfter < Longest ? retryAfter : Longest;
        denials.AddOrUpdate(
            (counter.Revision, identity.Hash),
            new Denial(now + Timestamps(until), now + Timestamps(retryAfter), now + Timestamps(resetAfter), answer.ResetAt.ToInstant()));
    }

    /// <summary>Something was given back: the rule may admit sooner.</summary>
    public void Forget(CallerIdentity identity, RuleCounter counter) => denials.TryRemove((counter.Revision, identity.Hash));

    private long Timestamps(TimeSpan duration) => (long)(duration.TotalSeconds * time.TimestampFrequency);

    /// <summary>Timestamps of this process's clock, and an instant of the counter's.</summary>
    private sealed record Denial(long Until, long RetryAt, long ResetAt, DateTimeOffset? ResetInstant);
}
