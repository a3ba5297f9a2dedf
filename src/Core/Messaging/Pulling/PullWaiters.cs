using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Serverless.Core.Messaging.Log;

namespace Serverless.Core.Messaging.Pulling;

/// <summary>Pulls that found nothing and wait for a signal of one of their streams: so many a process, and no store is asked while they wait.</summary>
public sealed class PullWaiters(IOptions<PullOptions> options, IStreamSignals signals)
{
    private readonly ConcurrentDictionary<StreamId, ConcurrentDictionary<PullWaiter, bool>> byStream = new();
    private readonly int capacity = options.Value.MaxWaiting;
    private int count;

    /// <summary>How many wait.</summary>
    public int Count => Volatile.Read(ref count);

    /// <summary>Begins to listen, before the first look, so that no signal falls in between; null when there is no room.</summary>
    public PullWaiter? TryEnter(IReadOnlyList<StreamId> streams, string subscriptionId)
    {
        if (Interlocked.Increment(ref count) > capacity)
        {
            Interlocked.Decrement(ref count);
            return null;
        }

        var waiter = new PullWaiter(this, streams, subscriptionId);
        foreach (var stream in streams)
        {
            byStream.GetOrAdd(stream, static _ => new())[waiter] = true;
            signals.Attend(stream);
        }

        return waiter;
    }

    /// <summary>Something in a stream became deliverable.</summary>
    public void Signal(StreamSignal signal)
    {
        if (byStream.TryGetValue(signal.Stream, out var waiters))
        {
            foreach (var (waiter, _) in waiters)
            {
                waiter.Hear(signal);
            }
        }
    }

    /// <summary>Something in any stream may have become deliverable, and any subscription changed.</summary>
    public void SignalAll()
    {
        foreach (var stream in byStream.Keys)
        {
            Signal(new StreamSignal(stream, IsChange: true));
        }
    }

    internal void Leave(PullWaiter waiter)
    {
        Interlocked.Decrement(ref count);
        foreach (var stream in waiter.Streams)
        {
            if (byStream.TryGetValue(stream, out var waiters))
            {
                waiters.TryRemove(waiter, out _);
            }

            signals.Leave(stream);
        }
    }
}
