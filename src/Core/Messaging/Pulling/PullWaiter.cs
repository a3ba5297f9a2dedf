namespace Serverless.Core.Messaging.Pulling;

/// <summary>One pull that listens.</summary>
public sealed class PullWaiter(PullWaiters waiters, IReadOnlyList<StreamId> streams) : IDisposable
{
    private TaskCompletionSource signal = NewSignal();

    public IReadOnlyList<StreamId> Streams => streams;

    /// <summary>To be called before looking: a signal counts from then on.</summary>
    public void Reset() => Interlocked.Exchange(ref signal, NewSignal());

    /// <summary>Completes with a signal since <see cref="Reset"/>, or when the time is over.</summary>
    public async Task WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken)
    {
        var current = Volatile.Read(ref signal);
        await using var timer = time.CreateTimer(_ => current.TrySetResult(), null, atMost, Timeout.InfiniteTimeSpan);
        await using var registration = cancellationToken.Register(() => current.TrySetCanceled(cancellationToken));
        await current.Task;
    }

    public void Dispose() => waiters.Leave(this);

    internal void Wake() => Volatile.Read(ref signal).TrySetResult();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
