namespace Serverless.Core.RateLimiting.Counting;

/// <summary>
/// Two fixed windows, the previous one weighted by how much of it the sliding window still covers, as if its requests had
/// been spread evenly (Cloudflare, "How we built rate limiting capable of scaling to millions of domains", 2017). What
/// is left of them is rounded down: rounded up, a limit of n would admit n - 1 to whoever asks all the time, and a limit of
/// one nothing in every other window.
/// </summary>
/// <param name="Current">Permits taken in the window that <see cref="CounterState.Time"/> lies in.</param>
/// <param name="Previous">Permits taken in the window before.</param>
public sealed record SlidingWindowCounter(long Time, long Current, long Previous) : CounterState(Time)
{
    public override CounterState Advance(in CounterLimit limit, long now) => now <= Time
        ? this
        : ((now / limit.Window) - (Time / limit.Window)) switch
        {
            0 => this with { Time = now },
            1 => new SlidingWindowCounter(now, 0, Current),
            _ => new SlidingWindowCounter(now, 0, 0),
        };

    public override long Available(in CounterLimit limit) =>
        Math.Max(0, limit.Requests - Current - (Previous * TicksLeft(limit) / limit.WindowTicks));

    public override CounterState Take(in CounterLimit limit, long cost) => this with { Current = Current + cost };

    public override long RetryAt(in CounterLimit limit, long cost)
    {
        var room = limit.Requests - cost;
        return Current <= room
            ? Start(limit) + UntilCounted(limit, Previous, room - Current)
            : Start(limit) + limit.Window + UntilCounted(limit, Current, room);
    }

    public override long ResetAt(in CounterLimit limit) => this switch
    {
        { Current: > 0 } => Start(limit) + limit.Window + UntilCounted(limit, Current, 0),
        _ when Previous * TicksLeft(limit) >= limit.WindowTicks => Start(limit) + UntilCounted(limit, Previous, 0),
        _ => 0,
    };

    public override (CounterState State, long Returned) Refund(in CounterLimit limit, Grant grant)
    {
        var windows = (Time / limit.Window) - (grant.Time / limit.Window);
        var returned = Math.Min(grant.Permits, windows switch { 0 => Current, 1 => Previous, _ => 0 });
        return (windows == 0 ? this with { Current = Current - returned } : this with { Previous = Previous - returned }, returned);
    }

    private long Start(in CounterLimit limit) => Time / limit.Window * limit.Window;

    private long TicksLeft(in CounterLimit limit) => limit.WindowTicks - ((Time - Start(limit)) / limit.Tick);

    /// <summary>How far into a window the one before it, weighted, has fallen to <paramref name="room"/>.</summary>
    private static long UntilCounted(in CounterLimit limit, long previous, long room) =>
        (limit.WindowTicks - ((((room + 1) * limit.WindowTicks) - 1) / previous)) * limit.Tick;
}
