namespace Serverless.Core.RateLimiting.Counting;

/// <summary>Counts within windows that begin at whole UTC units: up to twice the limit can pass around a boundary.</summary>
/// <param name="Count">Permits taken in the window that <see cref="CounterState.Time"/> lies in.</param>
public sealed record FixedWindow(long Time, long Count) : CounterState(Time)
{
    public override CounterState Advance(in CounterLimit limit, long now) =>
        now <= Time ? this : new FixedWindow(now, now / limit.Window == Time / limit.Window ? Count : 0);

    public override long Available(in CounterLimit limit) => Math.Max(0, limit.Requests - Count);

    public override CounterState Take(in CounterLimit limit, long cost) => this with { Count = Count + cost };

    public override long RetryAt(in CounterLimit limit, long cost) => End(limit);

    public override long ResetAt(in CounterLimit limit) => Count > 0 ? End(limit) : 0;

    public override CounterState Refund(in CounterLimit limit, long time, long cost) =>
        time / limit.Window == Time / limit.Window ? this with { Count = Math.Max(0, Count - cost) } : this;

    private long End(in CounterLimit limit) => ((Time / limit.Window) + 1) * limit.Window;
}
