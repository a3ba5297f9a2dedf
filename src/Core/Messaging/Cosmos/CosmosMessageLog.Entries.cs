using System.Runtime.CompilerServices;
using Microsoft.Azure.Cosmos;
using Serverless.Core.Messaging.Log;

namespace Serverless.Core.Messaging.Cosmos;

/// <summary>Reading entries: one query for a reader that stands where an entry begins, two for another.</summary>
public sealed partial class CosmosMessageLog
{
    private const int MaxReadBytes = 4 * PackedEntry.MaxBytes;
    private const int PageSize = 100;

    private const string Between = "SELECT * FROM c WHERE c.pk = @pk AND c.seq >= @from AND c.seq < @end ORDER BY c.pk, c.seq";
    private const string Holder = "SELECT TOP 1 * FROM c WHERE c.pk = @pk AND c.seq < @from AND c.seq > @before ORDER BY c.pk DESC, c.seq DESC";
    private const string UpTo = "SELECT TOP 1 c.id, c.pk, c.seq, c.count, c.commit, c.at, c.keptUntil FROM c WHERE c.pk = @pk AND c.seq <= @sequence ORDER BY c.pk DESC, c.seq DESC";

    public async Task<IReadOnlyList<PackedEntry>> ReadAsync(StreamId stream, long from, int messages, CancellationToken cancellationToken)
    {
        var found = new List<PackedEntry>();
        var bytes = 0;
        await foreach (var entry in FromAsync(stream, from, messages, cancellationToken))
        {
            if (found.Count > 0 ? entry.First != found[^1].Next : entry.First > from || entry.Next <= from)
            {
                break;
            }

            found.Add(entry);
            bytes += entry.Body.Length;
            if (entry.Next - from >= messages || bytes >= MaxReadBytes)
            {
                break;
            }
        }

        return found;
    }

    public async Task<PackedEntry?> FindEntryAsync(StreamId stream, long sequence, CancellationToken cancellationToken)
    {
        if (sequence < StreamHead.FirstNumber || await Segments.FindOpenBeyondAsync(stream, sequence, cancellationToken) is not { } open)
        {
            return null;
        }

        var existing = Math.Min(sequence, open.Head.Next - 1);
        if (existing < StreamHead.FirstNumber)
        {
            return null;
        }

        var segment = await Segments.LocateAsync(stream, open, existing, cancellationToken);
        return (await FindUpToAsync(segment.Partition, existing, cancellationToken))?.Packed();
    }

    private async Task<CosmosEntry?> FindUpToAsync(string partition, long sequence, CancellationToken cancellationToken)
    {
        var query = new QueryDefinition(UpTo).WithParameter("@sequence", sequence);
        return await documents.QueryAsync(partition, query, 1, CosmosMessagesJson.Default.CosmosPageCosmosEntry, cancellationToken)
            .FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>The entry that holds the number, if it is there, and what follows, over all segments; gaps are not looked for.</summary>
    private async IAsyncEnumerable<PackedEntry> FromAsync(
        StreamId stream, long from, int messages, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (from < StreamHead.FirstNumber || await Segments.FindOpenBeyondAsync(stream, from, cancellationToken) is not { } open || from >= open.Head.Next)
        {
            yield break;
        }

        var segment = await Segments.LocateAsync(stream, open, from, cancellationToken);
        var isFirst = true;
        while (true)
        {
            await foreach (var entry in InAsync(segment.Partition, from, from + messages, cancellationToken))
            {
                if (isFirst && entry.First > from && await FindHolderAsync(segment.Partition, from, cancellationToken) is { } holder)
                {
                    yield return holder.Packed();
                }

                isFirst = false;
                yield return entry.Packed();
            }

            if (isFirst && await FindHolderAsync(segment.Partition, from, cancellationToken) is { } last)
            {
                yield return last.Packed();
            }

            if (segment.Head.Segment >= open.Head.Segment)
            {
                yield break;
            }

            isFirst = false;
            segment = segment.Head.Segment + 1 == open.Head.Segment
                ? open
                : await Segments.ClosedAsync(stream, segment.Head.Segment + 1, cancellationToken);
        }
    }

    private IAsyncEnumerable<CosmosEntry> InAsync(string partition, long from, long end, CancellationToken cancellationToken)
    {
        var query = new QueryDefinition(Between).WithParameter("@from", from).WithParameter("@end", end);
        return documents.QueryAsync(partition, query, PageSize, CosmosMessagesJson.Default.CosmosPageCosmosEntry, cancellationToken);
    }

    private async Task<CosmosEntry?> FindHolderAsync(string partition, long sequence, CancellationToken cancellationToken)
    {
        var query = new QueryDefinition(Holder).WithParameter("@from", sequence).WithParameter("@before", sequence - PackedEntry.MaxMessages);
        return await documents.QueryAsync(partition, query, 1, CosmosMessagesJson.Default.CosmosPageCosmosEntry, cancellationToken)
            .FirstOrDefaultAsync(cancellationToken);
    }
}
