using Serverless.Core.RateLimiting.Counting;

namespace Serverless.Core.RateLimiting.Checking;

/// <summary>Permits of one rule that this instance has leased and not handed out yet.</summary>
/// <param name="largest">The most permits that are leased at once.</param>
/// <param name="lifetime">How long they are handed out.</param>
public sealed class QuotaSlice(long largest, TimeSpan lifetime, TimeProvider time)
{
    private readonly Lock gate = new();
    private CounterAnswer lease;
    private CounterAnswer denial;
    private long deniedCost;
    private long deniedAt;
    private long size = 1;
    private long held;
    private long left;
    private long filledAt;
    private long until;

    /// <summary>Held by who leases.</summary>
    public SemaphoreSlim Leasing { get; } = new(1, 1);

    private bool HasEnded => time.GetTimestamp() >= until;

    private long Usable => HasEnded ? 0 : left;

    /// <summary>Decides a check by what is here; null when the counter has to be asked.</summary>
    /// <param name="started">Timestamp at which the check began: a denial that came since then holds for it too.</param>
    public CounterAnswer? TryTake(CounterQuery query, long started)
    {
        lock (gate)
        {
            return query.Cost <= Usable ? Hand(query)
                : query.Cost == deniedCost && deniedAt >= started ? denial
                : null;
        }
    }

    /// <summary>Ends a lease whose time is over, and says what has to be given back; null for nothing.</summary>
    public Grant? End()
    {
        lock (gate)
        {
            if (!HasEnded || held == 0)
            {
                return null;
            }

            size = Math.Max(1, held - left);
            var unused = Math.Min(left, lease.Taken);
            held = left = 0;
            return unused > 0 ? new Grant(lease.Time, unused) : null;
        }
    }

    /// <summary>What the counter is asked, so that it admits the check and has some to spare for the next ones.</summary>
    public CounterQuery Ask(CounterQuery query)
    {
        lock (gate)
        {
            var missing = query.Cost - Usable;
            return query with { Cost = missing, Most = Math.Max(missing, size) };
        }
    }

    /// <summary>Adds what the counter gave, and decides the check.</summary>
    public CounterAnswer Fill(CounterQuery query, CounterAnswer given)
    {
        lock (gate)
        {
            if (given.Taken == 0)
            {
                return query.Peek ? given with { Remaining = given.Remaining + Usable } : Deny(query, given);
            }

            left = Usable + given.Taken;
            held = left;
            lease = given;
            size = Math.Min(largest, size * 2);
            filledAt = time.GetTimestamp();
            until = filledAt + Timestamps(LifetimeOf(query.Counters[0], given));
            return Hand(query);
        }
    }

    /// <summary>Takes back what was handed out; false when it was of another lease, or there is no time to use it.</summary>
    public bool TryReturn(Grant grant)
    {
        lock (gate)
        {
            var isOfThis = !HasEnded && grant.Time == lease.Time;
            left += isOfThis ? grant.Permits : 0;
            return isOfThis;
        }
    }

    private CounterAnswer Hand(CounterQuery query)
    {
        var taken = query.Peek ? 0 : query.Cost;
        left -= taken;
        var age = (long)time.GetElapsedTime(filledAt).TotalMicroseconds;
        return new(Allowed: true, taken, lease.Remaining + left, RetryAfter: -1, Math.Max(0, lease.ResetAfter - age), lease.Time) { Age = age };
    }

    private CounterAnswer Deny(CounterQuery query, CounterAnswer given)
    {
        denial = given with { Remaining = given.Remaining + Usable };
        deniedCost = query.Cost;
        deniedAt = time.GetTimestamp();
        return denial;
    }

    // What a fixed window has lent must not be used in the next one.
    private TimeSpan LifetimeOf(RuleCounter counter, CounterAnswer given) =>
        counter.Rule.Algorithm == RateLimitAlgorithm.FixedWindow && TimeSpan.FromMicroseconds(given.ResetAfter) is var end && end < lifetime ? end : lifetime;

    private long Timestamps(TimeSpan duration) => (long)(duration.TotalSeconds * time.TimestampFrequency);
}
