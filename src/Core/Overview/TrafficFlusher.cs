using Serverless.Core.Storage;

namespace Serverless.Core.Overview;

/// <summary>
/// Takes what this process has counted to where it is summed. What the store did not confirm is sent again, so an answer that
/// got lost counts twice: these are figures to look at, not to bill by.
/// </summary>
public sealed class TrafficFlusher(TrafficCounter counter, ITrafficStore store, TimeProvider time) : IDisposable
{
    /// <summary>How old a count becomes in memory, while there are requests or CPU.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim gate = new(1);
    private Dictionary<(long Minute, TrafficKey Key), long> unsent = [];
    private long dueAt = time.GetUtcNow().UtcTicks + Every.Ticks;

    /// <summary>Starts a flush that nobody waits for when the last one is long ago: an idle instance may have no timers.</summary>
    public void StartIfDue()
    {
        var due = Volatile.Read(ref dueAt);
        if (time.GetUtcNow().UtcTicks >= due && Interlocked.CompareExchange(ref dueAt, NextDue, due) == due)
        {
            _ = Task.Run(() => TryFlushAsync(CancellationToken.None));
        }
    }

    /// <summary>Takes all to the store.</summary>
    /// <returns>What is still here, because the store did not answer; of the last hour alone.</returns>
    public async Task<IReadOnlyList<TrafficCount>> TryFlushAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            Volatile.Write(ref dueAt, NextDue);
            Gather();
            if (unsent.Count > 0)
            {
                await store.AddAsync(Unsent(), cancellationToken);
                unsent = [];
            }
        }
        catch (StoreUnavailableException)
        {
            // The check of its health says so.
        }
        finally
        {
            gate.Release();
        }

        return Unsent();
    }

    public void Dispose() => gate.Dispose();

    private long NextDue => time.GetUtcNow().UtcTicks + Every.Ticks;

    private TrafficCount[] Unsent() => [.. unsent.Select(pair => new TrafficCount(pair.Key.Minute, pair.Key.Key, pair.Value))];

    private void Gather()
    {
        foreach (var count in counter.Take())
        {
            unsent[(count.Minute, count.Key)] = unsent.GetValueOrDefault((count.Minute, count.Key)) + count.Count;
        }

        var oldest = TrafficMinute.Of(time.GetUtcNow()) - TrafficMinute.Shown;
        foreach (var key in unsent.Keys.Where(key => key.Minute < oldest).ToArray())
        {
            unsent.Remove(key);
        }
    }
}
