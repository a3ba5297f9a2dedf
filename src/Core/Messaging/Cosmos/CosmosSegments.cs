using BitFaster.Caching.Lru;
using Serverless.Core.Cosmos;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Storage;

namespace Serverless.Core.Messaging.Cosmos;

/// <summary>
/// Finds the segment of a stream that is open, and the one that holds a number. What is remembered only saves reads: heads of
/// sealed segments do not change in what is used here, and an open one that is remembered says where to begin to look.
/// </summary>
internal sealed class CosmosSegments(CosmosDocuments documents)
{
    private const int Remembered = 10_000;

    private readonly ConcurrentLru<StreamId, CosmosHead> open = new(Remembered);
    private readonly ConcurrentLru<(StreamId Stream, int Segment), CosmosHead> closed = new(Remembered);

    /// <summary>The head of a segment as stored; null when there is none.</summary>
    public Task<CosmosHead?> ReadAsync(StreamId stream, int segment, CancellationToken cancellationToken) =>
        documents.FindAsync(CosmosPartition.Of(stream, segment), CosmosHead.FixedId, CosmosMessagesJson.Default.CosmosHead, cancellationToken);

    /// <summary>The head of the open segment as last written; null for a stream without any.</summary>
    public async Task<CosmosHead?> FindOpenAsync(StreamId stream, CancellationToken cancellationToken)
    {
        var head = await BeginAsync(stream, cancellationToken);
        while (head is { IsSealed: true })
        {
            closed.AddOrUpdate((stream, head.Head.Segment), head);
            head = await ReadAsync(stream, head.Head.Segment + 1, cancellationToken) ?? await FollowAsync(stream, head, cancellationToken);
        }

        if (head is not null)
        {
            open.AddOrUpdate(stream, head);
        }

        return head;
    }

    /// <summary>The open segment as last seen; read if it never was.</summary>
    public async ValueTask<CosmosHead?> FindKnownOpenAsync(StreamId stream, CancellationToken cancellationToken) =>
        open.TryGet(stream, out var known) ? known : await FindOpenAsync(stream, cancellationToken);

    /// <summary>The open segment, of which a message beyond the number was seen or which was just read; null for a stream without any.</summary>
    public async ValueTask<CosmosHead?> FindOpenBeyondAsync(StreamId stream, long sequence, CancellationToken cancellationToken) =>
        open.TryGet(stream, out var known) && sequence < known.Head.Next ? known : await FindOpenAsync(stream, cancellationToken);

    /// <summary>The segment that holds a number from 1 to before the end of the open one.</summary>
    public async ValueTask<CosmosHead> LocateAsync(StreamId stream, CosmosHead last, long sequence, CancellationToken cancellationToken)
    {
        if (sequence >= last.Start)
        {
            return last;
        }

        var (low, high) = (0, last.Head.Segment - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = (await ClosedAsync(stream, middle, cancellationToken)).Start <= sequence ? (middle, high) : (low, middle - 1);
        }

        return await ClosedAsync(stream, low, cancellationToken);
    }

    /// <summary>The head of a segment before the open one.</summary>
    /// <exception cref="StoreUnavailableException">It can't be seen yet, or the stream is being purged.</exception>
    public async ValueTask<CosmosHead> ClosedAsync(StreamId stream, int segment, CancellationToken cancellationToken)
    {
        if (closed.TryGet((stream, segment), out var known))
        {
            return known;
        }

        var read = await ReadAsync(stream, segment, cancellationToken);
        if (read is not { IsSealed: true })
        {
            throw new StoreUnavailableException($"Segment {segment} of stream {stream} can't be seen.");
        }

        closed.AddOrUpdate((stream, segment), read);
        return read;
    }

    /// <summary>The whole of a head that was read or written; or a later one of its segment, and then what names the former fails.</summary>
    /// <exception cref="StoreUnavailableException">The segment can't be seen yet, or the stream is being purged.</exception>
    public async ValueTask<CosmosHead> FindAsync(StoredHead head, CancellationToken cancellationToken) =>
        open.TryGet(head.Stream, out var known) && known.ETag == head.ETag
            ? known
            : await ReadAsync(head.Stream, head.Head.Segment, cancellationToken)
                ?? throw new StoreUnavailableException($"Segment {head.Head.Segment} of stream {head.Stream} can't be seen yet.");

    /// <summary>Makes the segment after a sealed one, or finds it made.</summary>
    public async Task<CosmosHead> FollowAsync(StreamId stream, CosmosHead last, CancellationToken cancellationToken)
    {
        var next = last.Following(stream);
        var version = await documents.TryCreateAsync(next, CosmosMessagesJson.Default.CosmosHead, cancellationToken);
        var found = version is null ? await ReadAsync(stream, next.Head.Segment, cancellationToken) : next with { ETag = version };
        await HintAsync(stream, first => first.Open < next.Head.Segment ? first with { Open = next.Head.Segment } : null, cancellationToken);
        return found ?? throw new StoreUnavailableException($"Segment {next.Head.Segment} of stream {stream} can't be seen yet.");
    }

    /// <summary>Changes what the first segment, once it is sealed, says to begin with. A hint that gets lost costs reads.</summary>
    public async Task HintAsync(StreamId stream, Func<CosmosHead, CosmosHead?> change, CancellationToken cancellationToken)
    {
        if (await ReadAsync(stream, 0, cancellationToken) is { IsSealed: true } first && change(first) is { } changed)
        {
            await documents.TryReplaceAsync(changed, CosmosMessagesJson.Default.CosmosHead, cancellationToken);
        }
    }

    /// <summary>Remembers what was just written.</summary>
    public void Remember(StreamId stream, CosmosHead head) => open.AddOrUpdate(stream, head);

    /// <summary>Forgets a stream that was purged.</summary>
    public void Forget(StreamId stream)
    {
        if (open.TryRemove(stream, out var removed))
        {
            for (var segment = 0; segment < removed.Head.Segment; segment++)
            {
                closed.TryRemove((stream, segment));
            }
        }
    }

    private async Task<CosmosHead?> BeginAsync(StreamId stream, CancellationToken cancellationToken)
    {
        if (open.TryGet(stream, out var known) && known.Head.Segment > 0
            && await ReadAsync(stream, known.Head.Segment, cancellationToken) is { } remembered)
        {
            return remembered;
        }

        var first = await ReadAsync(stream, 0, cancellationToken);
        return first is { IsSealed: true, Open: > 1 } ? await ReadAsync(stream, first.Open, cancellationToken) ?? first : first;
    }
}
