using Microsoft.Extensions.Logging;
using Serverless.Core.Storage;

namespace Serverless.Core.UrlShortening.Clicks;

/// <summary>
/// Takes counted clicks to the store. A batch that the store did not confirm is sent again as it was before any other, so
/// that an outage loses no clicks and counts none twice; what a process holds when it is killed is lost.
/// </summary>
public sealed partial class ClickFlusher(
    ClickCounter counter, IClickStore store, IEnumerable<IClickListener> listeners, InstanceId instance, LinkMetrics metrics, TimeProvider time, ILogger<ClickFlusher> logger)
    : IDisposable
{
    /// <summary>How old a count becomes in memory, at most, while there are requests or CPU.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    private readonly IClickListener[] heard = [.. listeners];
    private readonly SemaphoreSlim gate = new(1);
    private long dueAt = After(time, Every);
    private long batches;
    private volatile ClickBatch? unconfirmed;

    /// <summary>Starts a flush that nobody waits for when the last one is long ago: an idle instance may have no timers.</summary>
    public void StartIfDue()
    {
        var due = Volatile.Read(ref dueAt);
        if ((time.GetTimestamp() >= due || counter.IsFull)
            && gate.CurrentCount > 0
            && Interlocked.CompareExchange(ref dueAt, After(time, Every), due) == due)
        {
            _ = Task.Run(() => FlushAsync(CancellationToken.None));
        }
    }

    /// <summary>Takes all clicks to the store; false when it did not answer, and they are kept for the next time.</summary>
    public async Task<bool> FlushAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            Volatile.Write(ref dueAt, After(time, Every));
            // What an earlier flush could not send goes first, and alone.
            var isOwed = unconfirmed is not null;
            return await SendAsync(cancellationToken) && (!isOwed || await SendAsync(cancellationToken));
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>What one issue of a key got here and the store has not confirmed.</summary>
    public IEnumerable<ClickCount> Pending(string key, string nonce) =>
        (unconfirmed?.Clicks ?? []).Where(count => count.Slot.Key == key && count.Slot.Nonce == nonce).Concat(counter.Peek(key, nonce));

    public void Dispose() => gate.Dispose();

    private static long After(TimeProvider time, TimeSpan delay) =>
        time.GetTimestamp() + (long)(delay.TotalSeconds * time.TimestampFrequency);

    private async Task<bool> SendAsync(CancellationToken cancellationToken)
    {
        var batch = unconfirmed ??= counter.Take() is { Count: > 0 } clicks
            ? new ClickBatch(instance.Value, ++batches, clicks) { TakenAt = time.GetUtcNow() }
            : null;
        if (batch is null)
        {
            return true;
        }

        try
        {
            await store.AddAsync(batch, cancellationToken);
        }
        catch (Exception exception) when (exception is StoreUnavailableException or WriteConflictException or OperationCanceledException)
        {
            LogKept(exception, batch.Clicks.Count);
            return false;
        }
        catch (Exception exception)
        {
            // A batch that can't be written at all must not keep all later ones back.
            LogDropped(exception, batch.Clicks.Count);
            Settle(batch, "dropped");
            return false;
        }

        Settle(batch, "flushed");
        foreach (var listener in heard)
        {
            listener.Hear(batch);
        }

        return true;
    }

    private void Settle(ClickBatch batch, string state)
    {
        unconfirmed = null;
        metrics.CountClicks(batch.Clicks.Sum(count => count.Clicks), state);
    }

    [LoggerMessage(LogLevel.Warning, "Clicks in {Slots} slots could not be stored; they are kept for the next time.")]
    private partial void LogKept(Exception exception, int slots);

    [LoggerMessage(LogLevel.Error, "Clicks in {Slots} slots were given up.")]
    private partial void LogDropped(Exception exception, int slots);
}

/// <summary>Clicks that an instance takes to the store, and may have to take there again.</summary>
/// <param name="Instance">Who counted them.</param>
/// <param name="Number">Rises with each batch of the instance; the same when it is sent again.</param>
/// <param name="Clicks">Each slot once.</param>
public sealed record ClickBatch(string Instance, long Number, IReadOnlyList<ClickCount> Clicks)
{
    /// <summary>When it was first to be sent; null where nobody needs to know. A store that forgets the numbers of long ago gives up what it could not tell from a repetition.</summary>
    public DateTimeOffset? TakenAt { get; init; }
}

/// <summary>Hears of the clicks that the store has taken.</summary>
public interface IClickListener
{
    /// <summary>Returns at once, whatever becomes of it, and throws nothing.</summary>
    /// <param name="batch">Heard once, unless this process ends before.</param>
    void Hear(ClickBatch batch);
}
