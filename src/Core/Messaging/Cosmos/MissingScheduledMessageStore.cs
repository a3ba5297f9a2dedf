using Serverless.Core.Messaging.Scheduling;

namespace Serverless.Core.Messaging.Cosmos;

/// <summary>What waits for its time in an app that has no store for messages.</summary>
public sealed class MissingScheduledMessageStore : IScheduledMessageStore
{
    public Task<StoredScheduledMessage?> FindAsync(StreamId place, string key, CancellationToken cancellationToken) => Task.FromResult<StoredScheduledMessage?>(null);

    public Task<bool> TryAddAsync(ScheduledMessage message, CancellationToken cancellationToken) => throw MissingMessageStore.Refusal();

    public Task<StoredScheduledMessage?> TryReplaceAsync(StoredScheduledMessage current, ScheduledMessage next, CancellationToken cancellationToken) =>
        throw MissingMessageStore.Refusal();

    public Task<bool> TryRemoveAsync(StoredScheduledMessage current, CancellationToken cancellationToken) => throw MissingMessageStore.Refusal();

    public Task<IReadOnlyList<StoredScheduledMessage>> ListAsync(
        StreamId place, SchedulePosition? after, DateTimeOffset? dueBy, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<StoredScheduledMessage>>([]);

    public Task<IReadOnlyList<StreamId>> ListPlacesAsync(DateTimeOffset now, StreamId? after, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<StreamId>>([]);

    public Task<bool> PurgeAsync(StreamId place, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task<bool> ForgetAsync(DateTimeOffset now, CancellationToken cancellationToken) => Task.FromResult(true);
}
