using Microsoft.Azure.Functions.Worker;

namespace Serverless.Functions.Tests.LocalHost.Triggers.Timers;

/// <summary>A run that is under way until the test ends it.</summary>
internal sealed record TimerRun(DateTimeOffset StartedAt, TimerInfo? Info, CancellationToken Stopping)
{
    public TaskCompletionSource End { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
