namespace Serverless.Core.RateLimiting.Counting;

/// <summary>A bucket of <see cref="CounterLimit.Burst"/> tokens that fills by <see cref="CounterLimit.Requests"/> a window.</summary>
/// <param name="Level">Tokens times ticks per window: each tick adds <see cref="CounterLimit.Requests"/>, so nothing is ever rounded.</param>
public sealed record TokenBucket(long Time, long Level) : CounterState(Time)
{
    /// <summary>A wait is called this long, ten years, if it is longer: a bucket of many tokens and few requests would leave the range of exact times.</summary>
    public const long MaxWait = 315_360_000_000_000;

    public override CounterState Advance(in CounterLimit limit, long now)
    {
        var time = Math.Max(now, Time);
        var full = Full(limit);
        var missing = Math.Max(0, full - Level);
        var ticks = (time / limit.Tick) - (Time / limit.Tick);
        return new TokenBucket(time, ticks >= Ceiling(missing, limit.Requests) ? full : Level + (ticks * limit.Requests));
    }

    public override long Available(in CounterLimit limit) => Level / limit.WindowTicks;

    public override CounterState Take(in CounterLimit limit, long cost) => this with { Level = Level - (cost * limit.WindowTicks) };

    public override long RetryAt(in CounterLimit limit, long cost) => WhenLevelIs(limit, cost * limit.WindowTicks);

    public override long ResetAt(in CounterLimit limit) => Level == Full(limit) ? 0 : WhenLevelIs(limit, Full(limit));

    // Of what was taken longer ago, the refill of a window has made up, and may have run over.
    public override (CounterState State, long Returned) Refund(in CounterLimit limit, Grant grant)
    {
        var level = grant.Time > Time - limit.Window ? Math.Min(Full(limit), Level + (grant.Permits * limit.WindowTicks)) : Level;
        return (this with { Level = level }, (level - Level) / limit.WindowTicks);
    }

    private static long Full(in CounterLimit limit) => limit.Burst * limit.WindowTicks;

    private long WhenLevelIs(in CounterLimit limit, long level) =>
        ((Time / limit.Tick) + Math.Min(MaxWait / limit.Tick, Ceiling(level - Level, limit.Requests))) * limit.Tick;

    // Exact in a script's doubles too: the dividend plus the divisor is below 2^53.
    private static long Ceiling(long dividend, long divisor) => (dividend + divisor - 1) / divisor;
}
