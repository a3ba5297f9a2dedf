namespace Serverless.Core.Messaging.Cursors;

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
        try
        {
            await Volatile.Read(ref signal).Task.WaitAsync(atMost, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // The caller looks again, or gives up, by its own clock.
        }
    }

    public void Dispose() => waiters.Leave(this);

    internal void Wake() => Volatile.Read(ref signal).TrySetResult();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
