using Serverless.Core.Messaging.Log;
using Serverless.Core.Storage;

namespace Serverless.Core.Messaging.Trimming;

/// <summary>Removes the beginning of one stream.</summary>
internal sealed class StreamTrimmer(IMessageLog log, LogReader reader, StoreRetry retry, TimeProvider time)
{
    /// <summary>The first number that is not too old; the low mark where nothing is.</summary>
    public async Task<long> FindAgedAsync(StoredHead head, TimeSpan age, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var lowest = await log.FindEntryAsync(head.Stream, head.Head.Low, cancellationToken);
        var mayBeAged = head.Head.Low < head.Head.Next && (lowest is null || !IsYoung(lowest));
        return mayBeAged ? Math.Min(await reader.FindFirstAsync(head.Stream, IsYoung, cancellationToken), head.Head.Next) : head.Head.Low;

        // What the store will remove by itself is passed by before that: a reader would stop where it is missing.
        bool IsYoung(PackedEntry entry) => entry.CommittedAt >= now - age && (entry.KeptUntil is null || entry.KeptUntil > now);
    }

    /// <summary>Raises the low mark first, removes what is below it, and lets a stream rest that holds nothing.</summary>
    public async Task TrimAsync(StoredHead head, long low, CancellationToken cancellationToken)
    {
        if (low > head.Head.Low)
        {
            await retry.RunAsync(token => RaiseAsync(head.Stream, low, token), cancellationToken);
        }

        while (!await log.TrimAsync(head.Stream, Math.Max(low, head.Head.Low), cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        await RestAsync(head.Stream, cancellationToken);
    }

    private async ValueTask<StoredHead> RaiseAsync(StreamId stream, long low, CancellationToken cancellationToken)
    {
        var current = await log.FindHeadAsync(stream, cancellationToken);
        return current.Head.Low >= low
            ? current
            : await log.TryReplaceHeadAsync(current, current.Head with { Low = low }, cancellationToken) ?? throw new WriteConflictException();
    }

    // Whoever publishes in between makes the head another one, and the stream stays active.
    private async Task RestAsync(StreamId stream, CancellationToken cancellationToken)
    {
        var current = await log.FindHeadAsync(stream, cancellationToken);
        if (current.Head.Active && current.Head.Low == current.Head.Next)
        {
            await log.TryReplaceHeadAsync(current, current.Head with { Active = false }, cancellationToken);
        }
    }
}
