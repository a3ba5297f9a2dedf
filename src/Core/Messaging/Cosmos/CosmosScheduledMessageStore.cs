using BitFaster.Caching.Lru;
using Microsoft.Azure.Cosmos;
using Serverless.Core.Cosmos;
using Serverless.Core.Messaging.Scheduling;

namespace Serverless.Core.Messaging.Cosmos;

/// <summary>
/// Messages that wait in Cosmos DB, a partition each place. A list says in which places there may be any: a process says so before
/// its first message there, and again every hour, and nothing is taken off the list that was said in the last four. Who was
/// paused between the two for so long says it once more before it answers.
/// </summary>
public sealed class CosmosScheduledMessageStore(CosmosAccount account, TimeProvider time) : IScheduledMessageStore
{
    /// <summary>How often a process says that there are messages in a place.</summary>
    public static readonly TimeSpan PlaceRenewal = TimeSpan.FromHours(1);

    /// <summary>When it is looked whether there are any still. Clocks may differ by the difference.</summary>
    public static readonly TimeSpan PlaceAge = TimeSpan.FromHours(4);

    private const int Remembered = 10_000;
    private const int RemovedAtOnce = 100;

    private const string Waiting = "SELECT * FROM c WHERE c.pk = @pk AND c.at > @after AND c.at < @end ORDER BY c.pk, c.at";
    private const string Places = "SELECT * FROM c WHERE c.pk = @pk AND c.id > @after ORDER BY c.id";
    private const string Everything = "SELECT c.id, c.pk FROM c WHERE c.pk = @pk AND c.id > @after ORDER BY c.id";

    private readonly CosmosDocuments documents = account.Open(CosmosContainers.Scheduled);
    private readonly ConcurrentLru<StreamId, long> saidAt = new(Remembered);

    public async Task<StoredScheduledMessage?> FindAsync(StreamId place, string key, CancellationToken cancellationToken) =>
        (await documents.FindAsync(place.ToString(), key, CosmosMessagesJson.Default.CosmosScheduledMessage, cancellationToken))?.Stored();

    public async Task<bool> TryAddAsync(ScheduledMessage message, CancellationToken cancellationToken) =>
        await InListedPlaceAsync(
            message.Place,
            () => documents.TryCreateAsync(CosmosScheduledMessage.Of(message), CosmosMessagesJson.Default.CosmosScheduledMessage, cancellationToken),
            cancellationToken) is not null;

    public async Task<StoredScheduledMessage?> TryReplaceAsync(
        StoredScheduledMessage current, ScheduledMessage next, CancellationToken cancellationToken)
    {
        var document = CosmosScheduledMessage.Of(next) with { ETag = current.ETag };
        var version = current.Message.MovedTo is null || next.MovedTo is not null
            ? await WriteAsync()
            : await InListedPlaceAsync(next.Place, WriteAsync, cancellationToken);
        return version is null ? null : new StoredScheduledMessage(next, version);

        Task<string?> WriteAsync() => documents.TryReplaceAsync(document, CosmosMessagesJson.Default.CosmosScheduledMessage, cancellationToken);
    }

    public Task<bool> TryRemoveAsync(StoredScheduledMessage current, CancellationToken cancellationToken) =>
        documents.TryDeleteAsync(current.Message.Place.ToString(), current.Message.Key, current.ETag, cancellationToken);

    public async Task<IReadOnlyList<StoredScheduledMessage>> ListAsync(
        StreamId place, SchedulePosition? after, DateTimeOffset? dueBy, int limit, CancellationToken cancellationToken)
    {
        var query = new QueryDefinition(Waiting)
            .WithParameter("@after", after?.ToString() ?? "")
            .WithParameter("@end", dueBy is { } end ? CosmosScheduledMessage.EndOf(end) : CosmosScheduledMessage.LastPosition);
        var (found, bytes) = (new List<StoredScheduledMessage>(), 0L);
        await foreach (var document in documents.QueryAsync(
            place.ToString(), query, limit, CosmosMessagesJson.Default.CosmosPageCosmosScheduledMessage, cancellationToken))
        {
            found.Add(document.Stored());
            if (found.Count == limit || (bytes += document.Body.Length) >= IScheduledMessageStore.PageBytes)
            {
                break;
            }
        }

        return found;
    }

    public async Task<IReadOnlyList<StreamId>> ListPlacesAsync(DateTimeOffset now, StreamId? after, int limit, CancellationToken cancellationToken)
    {
        var query = new QueryDefinition(Places).WithParameter("@after", after?.ToString() ?? "");
        var found = new List<StreamId>();
        await foreach (var place in documents.QueryAsync(
            CosmosScheduledPlace.AllPlaces, query, limit, CosmosMessagesJson.Default.CosmosPageCosmosScheduledPlace, cancellationToken))
        {
            if (now - place.SaidAt <= PlaceAge || await IsUsedAsync(place, now, cancellationToken))
            {
                found.Add(StreamId.Parse(place.Id));
            }

            if (found.Count == limit)
            {
                break;
            }
        }

        return found;
    }

    public async Task<bool> PurgeAsync(StreamId place, CancellationToken cancellationToken)
    {
        var partition = place.ToString();
        await FenceAsync(partition, cancellationToken);
        var query = new QueryDefinition(Everything).WithParameter("@after", "");
        var ids = await documents.QueryAsync(partition, query, RemovedAtOnce, CosmosMessagesJson.Default.CosmosPageCosmosFence, cancellationToken)
            .Where(document => document.Id != CosmosFence.FixedId)
            .Take(RemovedAtOnce)
            .Select(document => document.Id)
            .ToArrayAsync(cancellationToken);
        foreach (var id in ids)
        {
            await documents.TryDeleteAsync(partition, id, version: null, cancellationToken);
        }

        if (ids.Length == RemovedAtOnce)
        {
            return false;
        }

        await documents.TryDeleteAsync(CosmosScheduledPlace.AllPlaces, partition, version: null, cancellationToken);
        return true;
    }

    // The service forgets what has moved.
    public Task<bool> ForgetAsync(DateTimeOffset now, CancellationToken cancellationToken) => Task.FromResult(true);

    /// <summary>Makes a write after which a message waits in a place, while the place is on the list.</summary>
    private async Task<string?> InListedPlaceAsync(StreamId place, Func<Task<string?>> write, CancellationToken cancellationToken)
    {
        if (!saidAt.TryGet(place, out var said) || time.GetElapsedTime(said) >= PlaceRenewal)
        {
            said = await ListAsync(place, cancellationToken);
        }

        var version = await write();
        if (time.GetElapsedTime(said) >= 2 * PlaceRenewal)
        {
            await ListAsync(place, cancellationToken);
        }

        return version;
    }

    private async Task<long> ListAsync(StreamId place, CancellationToken cancellationToken)
    {
        var at = time.GetTimestamp();
        await documents.PutAsync(CosmosScheduledPlace.Of(place, time.GetUtcNow()), CosmosMessagesJson.Default.CosmosScheduledPlace, cancellationToken);
        saidAt.AddOrUpdate(place, at);
        return at;
    }

    /// <summary>Whether anything waits in a place of which nothing was heard for long; if not, it is taken off the list.</summary>
    private async Task<bool> IsUsedAsync(CosmosScheduledPlace place, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await FenceAsync(place.Id, cancellationToken);
        if ((await ListAsync(StreamId.Parse(place.Id), after: null, dueBy: null, limit: 1, cancellationToken)).Count > 0)
        {
            await documents.TryReplaceAsync(place with { SaidAt = now }, CosmosMessagesJson.Default.CosmosScheduledPlace, cancellationToken);
            return true;
        }

        await documents.TryDeleteAsync(place.Partition, place.Id, place.ETag, cancellationToken);
        return false;
    }

    private Task FenceAsync(string partition, CancellationToken cancellationToken) =>
        documents.PutAsync(CosmosFence.In(partition), CosmosMessagesJson.Default.CosmosFence, cancellationToken);
}
