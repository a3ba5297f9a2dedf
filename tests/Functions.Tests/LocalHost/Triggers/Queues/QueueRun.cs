namespace Serverless.Functions.Tests.LocalHost.Triggers.Queues;

/// <summary>A message in a function's hands until the test ends the run.</summary>
internal sealed record QueueRun(object Message, CancellationToken Stopping)
{
    public TaskCompletionSource End { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
