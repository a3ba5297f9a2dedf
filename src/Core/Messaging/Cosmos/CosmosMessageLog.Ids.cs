using System.Globalization;
using Microsoft.Azure.Cosmos;

namespace Serverless.Core.Messaging.Cosmos;

/// <summary>
/// What repetitions are recognised by: a document beside each entry, in the transaction of its commit, found by any of its
/// ids. Looked for in the open segment and in those before it that were written to within the time that ids are remembered.
/// </summary>
public sealed partial class CosmosMessageLog
{
    private const int MaxKeys = 100;

    public async Task<IReadOnlyDictionary<string, long>> FindIdsAsync(
        StreamId stream, IReadOnlyCollection<string> keys, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, long>(StringComparer.Ordinal);
        var segment = await Segments.FindKnownOpenAsync(stream, cancellationToken);
        var window = keys.Count == 0 ? TimeSpan.Zero : keys.Max(MessageIdentity.WindowOf);
        while (segment is not null)
        {
            foreach (var some in keys.Where(key => !found.ContainsKey(key)).Chunk(MaxKeys))
            {
                await FindIdsAsync(segment.Partition, some, now, found, cancellationToken);
            }

            var before = segment.Head.Segment == 0 ? null : await Segments.ClosedAsync(stream, segment.Head.Segment - 1, cancellationToken);
            segment = before?.Head.CommittedAt + window > now ? before : null;
        }

        return found;
    }

    // The service forgets what has expired.
    public Task<bool> ForgetIdsAsync(DateTimeOffset now, CancellationToken cancellationToken) => Task.FromResult(true);

    private async Task FindIdsAsync(
        string partition, string[] keys, DateTimeOffset now, Dictionary<string, long> found, CancellationToken cancellationToken)
    {
        var names = string.Join(", ", Enumerable.Range(0, keys.Length).Select(Parameter));
        var query = new QueryDefinition($"SELECT id.k, id.n, c.expiresAt FROM c JOIN id IN c.ids WHERE c.pk = @pk AND id.k IN ({names})");
        for (var i = 0; i < keys.Length; i++)
        {
            query.WithParameter(Parameter(i), keys[i]);
        }

        await foreach (var id in documents.QueryAsync(partition, query, keys.Length, CosmosMessagesJson.Default.CosmosPageCosmosFoundId, cancellationToken))
        {
            // One that has expired may have been given again since.
            if (id.ExpiresAt > now)
            {
                found[id.K] = id.N;
            }
        }
    }

    private static string Parameter(int index) => string.Create(CultureInfo.InvariantCulture, $"@k{index}");
}
