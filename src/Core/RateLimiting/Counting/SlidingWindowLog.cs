using System.Collections.Immutable;

namespace Serverless.Core.RateLimiting.Counting;

/// <summary>Remembers when permits were taken: exact for every window of the rule's length.</summary>
/// <param name="Entries">The oldest first.</param>
/// <param name="Used">Sum of the entries' permits.</param>
public sealed record SlidingWindowLog(long Time, ImmutableList<LogEntry> Entries, long Used) : CounterState(Time)
{
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
            freed += entry.Cost;
        }

        return new SlidingWindowLog(time, Entries.RemoveRange(0, expired), Used - freed);
    }

    public override long Available(in CounterLimit limit) => Math.Max(0, limit.Requests - Used);

    public override CounterState Take(in CounterLimit limit, long cost) =>
        this with { Entries = Entries.Add(new LogEntry(Time, cost)), Used = Used + cost };

    public override long RetryAt(in CounterLimit limit, long cost)
    {
        var excess = Used + cost - limit.Requests;
        foreach (var entry in Entries)
        {
            excess -= entry.Cost;
            if (excess <= 0)
            {
                return entry.Time + limit.Window;
            }
        }

        throw new ArgumentOutOfRangeException(nameof(cost), cost, "More than the limit.");
    }

    public override long ResetAt(in CounterLimit limit) => Entries.IsEmpty ? 0 : Entries[^1].Time + limit.Window;

    public override CounterState Refund(in CounterLimit limit, long time, long cost)
    {
        var at = Entries.FindLastIndex(entry => entry.Time == time && entry.Cost >= cost);
        if (at < 0)
        {
            return this;
        }

        var left = Entries[at].Cost == cost ? Entries.RemoveAt(at) : Entries.SetItem(at, new LogEntry(time, Entries[at].Cost - cost));
        return new SlidingWindowLog(left.IsEmpty ? 0 : left[^1].Time, left, Used - cost);
    }
}
