using System.Threading.Channels;

namespace Serverless.Azure.Tests.Messaging.Simulation;

/// <summary>
/// Holds every request to the log twice, before it arrives and before its answer does, until the history lets it go on. What
/// runs in between runs on threads of the SDK; so the history waits until all that is under way is held or done.
/// </summary>
internal sealed class RequestGate(Random random)
{
    private static readonly TimeSpan SafetyNet = TimeSpan.FromSeconds(60);

    private readonly Lock gate = new();
    private readonly List<(int Process, TaskCompletionSource Request)> held = [];
    private readonly HashSet<int> dead = [];
    private readonly HashSet<int> stopped = [];
    private readonly Channel<bool> changed = Channel.CreateUnbounded<bool>();

    /// <summary>Requests go through at once.</summary>
    public bool IsOpen { get; set; }

    public Task PassAsync(int process)
    {
        var request = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            if (dead.Contains(process))
            {
                return request.Task;
            }

            if (IsOpen)
            {
                return Task.CompletedTask;
            }

            held.Add((process, request));
        }

        changed.Writer.TryWrite(true);
        return request.Task;
    }

    /// <summary>Waits until each of the operations is done or has a request that is held.</summary>
    public async Task SettleAsync(IReadOnlyList<Task> operations)
    {
        foreach (var operation in operations)
        {
            _ = operation.ContinueWith(_ => changed.Writer.TryWrite(true), TaskScheduler.Default);
        }

        while (operations.Count(operation => !operation.IsCompleted) > Held())
        {
            await changed.Reader.ReadAsync().AsTask().WaitAsync(SafetyNet);
        }
    }

    /// <summary>Stops a process for a while, as a pause of its machine would, or lets it go on.</summary>
    public void Toggle(int process)
    {
        if (!stopped.Remove(process))
        {
            stopped.Add(process);
        }
    }

    public void LetAllGoOn() => stopped.Clear();

    /// <summary>Lets one held request go on, of a process that is not stopped; false if there is none.</summary>
    public bool TryRelease()
    {
        TaskCompletionSource request;
        lock (gate)
        {
            var free = held.Where(each => IsOpen || !stopped.Contains(each.Process)).ToArray();
            if (free.Length == 0)
            {
                return false;
            }

            var chosen = free[random.Next(free.Length)];
            request = chosen.Request;
            held.Remove(chosen);
        }

        request.SetResult();
        return true;
    }

    /// <summary>The process is dead: nothing that it waits for ever comes.</summary>
    public void Drop(int process)
    {
        lock (gate)
        {
            dead.Add(process);
            held.RemoveAll(each => each.Process == process);
        }
    }

    private int Held()
    {
        lock (gate)
        {
            return held.Count;
        }
    }
}
