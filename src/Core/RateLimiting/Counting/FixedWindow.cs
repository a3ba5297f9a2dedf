namespace Serverless.Core.RateLimiting.Counting;

/// <summary>Counts within windows that begin at whole UTC units: up to twice the limit can pass around a boundary.</summary>
/// <param name="Count">Permits taken in the window that <see cref="CounterState.Time"/> lies in.</param>
public sealed record FixedWindow(long Time, long Count) : CounterState(Time)
{
    public override CounterState Advance(in CounterLimit limit, long now) =>
        now <= Time ? this : new FixedWindow(now, limit.WindowStart(now) == limit.WindowStart(Time) ? Count : 0);

    public override long Available(in CounterLimit limit) => Math.Max(0, limit.Requests - Count);

    public override CounterState Take(in CounterLimit limit, long cost) => this with { Count = Count + cost };

    public override long RetryAt(in CounterLimit limit, long cost) => limit.WindowEnd(Time);

    public override long ResetAt(in CounterLimit limit) => Count > 0 ? limit.WindowEnd(Time) : 0;

    public override (CounterState State, long Returned) Refund(in CounterLimit limit, Grant grant)
    {
        var returned = limit.WindowStart(grant.Time) == limit.WindowStart(Time) ? Math.Min(Count, grant.Permits) : 0;
        return (this with { Count = Count - returned }, returned);
    }
}
