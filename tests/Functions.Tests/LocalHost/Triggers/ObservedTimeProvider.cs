using Microsoft.Extensions.Time.Testing;

namespace Serverless.Functions.Tests.LocalHost.Triggers;

/// <summary>A clock that stands still until told, and says when someone starts to wait for it.</summary>
internal sealed class ObservedTimeProvider(DateTimeOffset start) : FakeTimeProvider(start)
{
    public Events<TimeSpan> Waits { get; } = new();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        Waits.Add(dueTime);
        return timer;
    }
}
