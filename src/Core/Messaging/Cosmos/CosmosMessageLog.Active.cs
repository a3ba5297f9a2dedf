using Microsoft.Azure.Cosmos;
using Serverless.Core.Storage;

namespace Serverless.Core.Messaging.Cosmos;

/// <summary>
/// The list of active streams, in one partition that is written only when a stream becomes active or idle. A mark is made
/// anew before a commit to an idle stream, and removed only in the version that was read before the head said idle: a stream
/// that is active is always marked. One that is marked and idle, which a crash leaves, is found by trimming.
/// </summary>
public sealed partial class CosmosMessageLog
{
    private const string Marked = "SELECT * FROM c WHERE c.pk = @pk AND c.id > @after ORDER BY c.id";

    public async Task<IReadOnlyList<StreamId>> ListActiveAsync(StreamId? after, int limit, CancellationToken cancellationToken)
    {
        var query = new QueryDefinition(Marked).WithParameter("@after", after?.ToString() ?? "");
        var marks = documents.QueryAsync(CosmosPartition.Active, query, limit, CosmosMessagesJson.Default.CosmosPageCosmosActiveStream, cancellationToken);
        return await marks.Select(mark => StreamId.Parse(mark.Id)).Take(limit).ToArrayAsync(cancellationToken);
    }

    private Task MarkActiveAsync(StreamId stream, CancellationToken cancellationToken) =>
        documents.PutAsync(CosmosActiveStream.Of(stream), CosmosMessagesJson.Default.CosmosActiveStream, cancellationToken);

    private Task<CosmosActiveStream?> FindMarkAsync(StreamId stream, CancellationToken cancellationToken) =>
        documents.FindAsync(CosmosPartition.Active, stream.ToString(), CosmosMessagesJson.Default.CosmosActiveStream, cancellationToken);

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

    private async Task UnmarkIdleAsync(StreamId stream, CancellationToken cancellationToken)
    {
        if (await FindMarkAsync(stream, cancellationToken) is { } mark
            && await Segments.FindOpenAsync(stream, cancellationToken) is { Head.Active: false })
        {
            await UnmarkAsync(mark, cancellationToken);
        }
    }
}
