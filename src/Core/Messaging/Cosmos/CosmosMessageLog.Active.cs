using Microsoft.Azure.Cosmos;
using Serverless.Core.Cosmos;
using Serverless.Core.Storage;

namespace Serverless.Core.Messaging.Cosmos;

/// <summary>
/// The list of active streams, spread over a few partitions that are written only when a stream becomes active or idle. A mark is made
/// anew before a commit to an idle stream, and removed only in the version that was read before the head was last written as
/// idle: a stream that is active is always marked. One that is marked and idle, which a crash leaves, is found by trimming.
/// </summary>
public sealed partial class CosmosMessageLog
{
    private const string Marked = "SELECT * FROM c WHERE c.pk = @pk AND c.id > @after ORDER BY c.id";

    public async Task<IReadOnlyList<StreamId>> ListActiveAsync(StreamId? after, int limit, CancellationToken cancellationToken)
    {
        var found = new List<StreamId>();
        for (var place = after is { } last ? CosmosPartition.ActivePlaceOf(last) : 0; place < CosmosPartition.ActivePlaces && found.Count < limit; place++)
        {
            found.AddRange(await MarkedAsync(place, after, limit - found.Count, cancellationToken));
            after = null;
        }

        return found;
    }

    private async Task<StreamId[]> MarkedAsync(int place, StreamId? after, int limit, CancellationToken cancellationToken)
    {
        var query = new QueryDefinition(Marked).WithParameter("@after", after?.ToString() ?? "");
        var marks = documents.QueryAsync(CosmosPartition.Active(place), query, limit, CosmosMessagesJson.Default.CosmosPageCosmosActiveStream, cancellationToken);
        return await marks.Select(mark => StreamId.Parse(mark.Id)).Take(limit).ToArrayAsync(cancellationToken);
    }

    private Task MarkActiveAsync(StreamId stream, CancellationToken cancellationToken) =>
        documents.PutAsync(CosmosActiveStream.Of(stream), CosmosMessagesJson.Default.CosmosActiveStream, cancellationToken);

    private Task<CosmosActiveStream?> FindMarkAsync(StreamId stream, CancellationToken cancellationToken) =>
        documents.FindAsync(CosmosPartition.Active(stream), stream.ToString(), CosmosMessagesJson.Default.CosmosActiveStream, cancellationToken);

    private async Task UnmarkAsync(CosmosActiveStream mark, CancellationToken cancellationToken)
    {
        try
        {
            await documents.TryDeleteAsync(mark.Partition, mark.Id, mark.ETag, cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            // The head is written, which is what was asked for; the next trimming finds the mark.
        }
    }

    // The idle head is written once more between the mark's reading and its removal: a publisher that marked before that has
    // read a head that is no more, and has to mark again before its commit.
    private async Task UnmarkIdleAsync(StreamId stream, CancellationToken cancellationToken)
    {
        if (await FindMarkAsync(stream, cancellationToken) is { } mark
            && StoredOf(stream, await Segments.FindOpenAsync(stream, cancellationToken)) is { Head.Active: false } idle
            && await TryWriteAsync(idle, await AfterAsync(idle, cancellationToken), cancellationToken) is not null)
        {
            await UnmarkAsync(mark, cancellationToken);
        }
    }
}

/// <summary>Says that a stream may be active; its id is the stream's text.</summary>
internal sealed record CosmosActiveStream : CosmosDocument
{
    public static CosmosActiveStream Of(StreamId stream) => new() { Id = stream.ToString(), Partition = CosmosPartition.Active(stream) };
}
