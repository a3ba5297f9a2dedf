using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Scheduling;

namespace Serverless.Core.Tests.Messaging.Scheduling;

/// <summary>A store before another one, which it asks for everything; derived ones change something of that.</summary>
public abstract class InterposedScheduledMessageStore(IScheduledMessageStore inner) : IScheduledMessageStore
{
    public virtual Task<StoredScheduledMessage?> FindAsync(StreamId place, string key, CancellationToken cancellationToken) =>
        CallAsync(() => inner.FindAsync(place, key, cancellationToken));

    public virtual Task<bool> TryAddAsync(ScheduledMessage message, CancellationToken cancellationToken) =>
        CallAsync(() => inner.TryAddAsync(message, cancellationToken));

    public virtual Task<StoredScheduledMessage?> TryReplaceAsync(
        StoredScheduledMessage current, ScheduledMessage next, CancellationToken cancellationToken) =>
        CallAsync(() => inner.TryReplaceAsync(current, next, cancellationToken));

    public virtual Task<bool> TryRemoveAsync(StoredScheduledMessage current, CancellationToken cancellationToken) =>
        CallAsync(() => inner.TryRemoveAsync(current, cancellationToken));

    public virtual Task<IReadOnlyList<StoredScheduledMessage>> ListAsync(
        StreamId place, SchedulePosition? after, DateTimeOffset? dueBy, int limit, CancellationToken cancellationToken) =>
        CallAsync(() => inner.ListAsync(place, after, dueBy, limit, cancellationToken));

    public virtual Task<IReadOnlyList<StreamId>> ListPlacesAsync(DateTimeOffset now, StreamId? after, int limit, CancellationToken cancellationToken) =>
        CallAsync(() => inner.ListPlacesAsync(now, after, limit, cancellationToken));

    public virtual Task<bool> PurgeAsync(StreamId place, CancellationToken cancellationToken) =>
        CallAsync(() => inner.PurgeAsync(place, cancellationToken));

    public virtual Task<bool> ForgetAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        CallAsync(() => inner.ForgetAsync(now, cancellationToken));

    /// <summary>How every call is made.</summary>
    protected virtual Task<T> CallAsync<T>(Func<Task<T>> call) => call();
}
