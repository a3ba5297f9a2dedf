using System.Collections.Concurrent;

namespace Serverless.Core.Messaging.Pulling;

/// <summary>Pulls that found nothing and wait for a signal of one of their streams: so many a process, and no store is asked while they wait.</summary>
public sealed class PullWaiters
{
    /// <summary>Waiting costs memory only, but not nothing.</summary>
    public const int Capacity = 2_000;

    private readonly ConcurrentDictionary<StreamId, ConcurrentDictionary<PullWaiter, bool>> byStream = new();
    private int count;

    /// <summary>How many wait.</summary>
    public int Count => Volatile.Read(ref count);

    /// <summary>Begins to listen, before the first look, so that no signal falls in between; null when there is no room.</summary>
    public PullWaiter? TryEnter(IReadOnlyList<StreamId> streams)
    {
        if (Interlocked.Increment(ref count) > Capacity)
        {
            Interlocked.Decrement(ref count);
            return null;
        }

        var waiter = new PullWaiter(this, streams);
        foreach (var stream in streams)
        {
            byStream.GetOrAdd(stream, static _ => new())[waiter] = true;
        }

        return waiter;
    }

    /// <summary>A stream got messages.</summary>
    public void Signal(StreamId stream)
    {
        if (byStream.TryGetValue(stream, out var waiters))
        {
            foreach (var (waiter, _) in waiters)
            {
                waiter.Wake();
            }
        }
    }

    /// <summary>Any stream may have got messages.</summary>
    public void SignalAll()
    {
        foreach (var stream in byStream.Keys)
        {
            Signal(stream);
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
        }
    }
}
