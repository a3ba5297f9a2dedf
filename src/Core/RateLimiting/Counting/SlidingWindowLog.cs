using System.Collections.Immutable;

namespace Serverless.Core.RateLimiting.Counting;

/// <summary>Remembers when permits were taken: exact for every window of the rule's length.</summary>
/// <param name="Entries">The oldest first.</param>
/// <param name="Used">Sum of the entries' permits.</param>
public sealed record SlidingWindowLog(long Time, ImmutableList<Grant> Entries, long Used) : CounterState(Time)
{
    /// <summary>No check takes longer: <see cref="RateLimitOptions.Deadline"/>.</summary>
    public const long LongestCheck = 10_000_000;

    public static SlidingWindowLog Empty(long now) => new(now, [], 0);

    public override CounterState Advance(in CounterLimit limit, long now)
    {
        var time = Math.Max(now, Time);
        var (expired, freed) = (0, 0L);
        foreach (var entry in Entries)
        {
            if (entry.Time > time - limit.Window)
            {
                break;
            }

            expired++;
            freed += entry.Permits;
        }

        return new SlidingWindowLog(time, Entries.RemoveRange(0, expired), Used - freed);
    }

    public override long Available(in CounterLimit limit) => Math.Max(0, limit.Requests - Used);

    public override CounterState Take(in CounterLimit limit, long cost) =>
        this with { Entries = Entries.Add(new Grant(Time, cost)), Used = Used + cost };

    public override long RetryAt(in CounterLimit limit, long cost)
    {
        var excess = Used + cost - limit.Requests;
        foreach (var entry in Entries)
        {
            excess -= entry.Permits;
            if (excess <= 0)
            {
                return entry.Time + limit.Window;
            }
        }

        throw new ArgumentOutOfRangeException(nameof(cost), cost, "More than the limit.");
    }

    public override long ResetAt(in CounterLimit limit) => Entries.IsEmpty ? 0 : Entries[^1].Time + limit.Window;

    // A check that asks several identities names the earliest of its times: of the others, the entry is a little later. The
    // oldest that can be it goes, because what stays must not be forgotten too early.
    public override (CounterState State, long Returned) Refund(in CounterLimit limit, Grant grant)
    {
        var at = Entries.FindIndex(entry => entry.Time >= grant.Time && entry.Permits >= grant.Permits);
        if (at < 0 || grant.Time <= Time - limit.Window || Entries[at].Time > grant.Time + LongestCheck)
        {
            return (this, 0);
        }

        var entry = Entries[at];
        var left = entry.Permits == grant.Permits ? Entries.RemoveAt(at) : Entries.SetItem(at, entry with { Permits = entry.Permits - grant.Permits });
        return (new SlidingWindowLog(left.IsEmpty ? 0 : left[^1].Time, left, Used - grant.Permits), grant.Permits);
    }
}
