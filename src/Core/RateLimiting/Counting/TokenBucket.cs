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
        return new TokenBucket(time, ticks >= CeilingDivision.Ceiling(missing, limit.Requests) ? full : Level + (ticks * limit.Requests));
    }

    public override long Available(in CounterLimit limit) => Level / limit.WindowTicks;

    public override CounterState Take(in CounterLimit limit, long cost) => this with { Level = Level - (cost * limit.WindowTicks) };

    public override long RetryAt(in CounterLimit limit, long cost) => WhenLevelIs(limit, cost * limit.WindowTicks);

    public override long ResetAt(in CounterLimit limit) => Level == Full(limit) ? 0 : WhenLevelIs(limit, Full(limit));

    public override CounterState Refund(in CounterLimit limit, long time, long cost) =>
        this with { Level = Math.Min(Full(limit), Level + (cost * limit.WindowTicks)) };

    private static long Full(in CounterLimit limit) => limit.Burst * limit.WindowTicks;

    private long WhenLevelIs(in CounterLimit limit, long level) =>
        ((Time / limit.Tick) + Math.Min(MaxWait / limit.Tick, CeilingDivision.Ceiling(level - Level, limit.Requests))) * limit.Tick;
}
