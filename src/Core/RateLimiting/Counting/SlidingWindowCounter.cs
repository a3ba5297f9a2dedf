namespace Serverless.Core.RateLimiting.Counting;

/// <summary>
/// Two fixed windows, the previous one weighted by how much of it the sliding window still covers, as if its requests had
/// been spread evenly (Cloudflare, "How we built rate limiting capable of scaling to millions of domains", 2017).
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
        Math.Max(0, limit.Requests - Current - CeilingDivision.Ceiling(Previous * TicksLeft(limit), limit.WindowTicks));

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
        { Current: > 0 } => Start(limit) + (2 * limit.Window),
        { Previous: > 0 } => Start(limit) + limit.Window,
        _ => 0,
    };

    public override CounterState Refund(in CounterLimit limit, long time, long cost) => ((Time / limit.Window) - (time / limit.Window)) switch
    {
        0 => this with { Current = Math.Max(0, Current - cost) },
        1 => this with { Previous = Math.Max(0, Previous - cost) },
        _ => this,
    };

    private long Start(in CounterLimit limit) => Time / limit.Window * limit.Window;

    private long TicksLeft(in CounterLimit limit) => limit.WindowTicks - ((Time - Start(limit)) / limit.Tick);

    /// <summary>How far into a window the one before it, weighted, has fallen to <paramref name="room"/>.</summary>
    private static long UntilCounted(in CounterLimit limit, long previous, long room) =>
        (limit.WindowTicks - (room * limit.WindowTicks / previous)) * limit.Tick;
}
