using System.Collections.Concurrent;

namespace Serverless.LocalHost.Queues;

/// <summary>Wakes those who wait for a queue of this process to change.</summary>
public sealed class QueueSignal
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> waiting = new(StringComparer.Ordinal);

    /// <summary>Completes at the next <see cref="Raise"/>: take it first, then look at the queue.</summary>
    public Task NextAsync(string queue) =>
        waiting.GetOrAdd(queue, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Raise(string queue)
    {
        if (waiting.TryRemove(queue, out var signal))
        {
            signal.SetResult();
        }
    }
}
