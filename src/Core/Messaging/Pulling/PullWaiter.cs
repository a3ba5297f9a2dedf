using System.Collections.Concurrent;
using Serverless.Core.Messaging.Log;

namespace Serverless.Core.Messaging.Pulling;

/// <summary>One pull that listens.</summary>
public sealed class PullWaiter(PullWaiters waiters, IReadOnlyList<StreamId> streams, string subscriptionId) : IDisposable
{
    private readonly ConcurrentDictionary<StreamId, long> known = new();
    private TaskCompletionSource signal = NewSignal();
    private bool hasChanged;

    public IReadOnlyList<StreamId> Streams => streams;

    /// <summary>To be called before looking: a signal counts from then on.</summary>
    /// <returns>Whether the subscription was changed since the call before.</returns>
    public bool Reset()
    {
        Interlocked.Exchange(ref signal, NewSignal());
        return Interlocked.Exchange(ref hasChanged, false);
    }

    /// <summary>What signals said of a stream's next number; 0 when they said nothing.</summary>
    public long KnownNext(StreamId stream) => known.GetValueOrDefault(stream);

    /// <summary>Completes with a signal since <see cref="Reset"/>, or when the time is over.</summary>
    public async Task WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken)
    {
        var current = Volatile.Read(ref signal);
        await using var timer = time.CreateTimer(_ => current.TrySetResult(), null, atMost, Timeout.InfiniteTimeSpan);
        await using var registration = cancellationToken.Register(() => current.TrySetCanceled(cancellationToken));
        await current.Task;
    }

    public void Dispose() => waiters.Leave(this);

    internal void Hear(StreamSignal heard)
    {
        if (heard.SubscriptionId is { } only && only != subscriptionId)
        {
            return;
        }

        known.AddOrUpdate(heard.Stream, heard.Next, (_, before) => Math.Max(before, heard.Next));
        if (heard.IsChange)
        {
            Volatile.Write(ref hasChanged, true);
        }

        Volatile.Read(ref signal).TrySetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
