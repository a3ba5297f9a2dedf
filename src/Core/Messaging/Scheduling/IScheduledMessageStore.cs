namespace Serverless.Core.Messaging.Scheduling;

/// <summary>
/// Messages that wait for their time, by place and key, and in the order in which they are due. What has moved is found by its
/// key alone, until it is forgotten.
/// </summary>
/// <remarks>Every member throws <see cref="Storage.StoreUnavailableException"/> when the store does not answer.</remarks>
public interface IScheduledMessageStore
{
    /// <summary>A page ends with the message by which it becomes larger, in bytes.</summary>
    const int PageBytes = 1_048_576;

    Task<StoredScheduledMessage?> FindAsync(StreamId place, string key, CancellationToken cancellationToken);

    /// <summary>Stores a message if its key is free in its place; false if it is not. From then on its place is in <see cref="ListPlacesAsync"/>.</summary>
    Task<bool> TryAddAsync(ScheduledMessage message, CancellationToken cancellationToken);

    /// <summary>Replaces the message that was read by one of the same place and key; null if it has changed since.</summary>
    Task<StoredScheduledMessage?> TryReplaceAsync(StoredScheduledMessage current, ScheduledMessage next, CancellationToken cancellationToken);

    /// <summary>Removes the message that was read; false if it has changed since.</summary>
    Task<bool> TryRemoveAsync(StoredScheduledMessage current, CancellationToken cancellationToken);

    /// <summary>
    /// Messages of a place that have not moved, in their order, after a position (null for the start) and due by a time (null for
    /// any). None only at the end.
    /// </summary>
    /// <param name="limit">At most so many, 1-1,000; fewer where they become too large together.</param>
    Task<IReadOnlyList<StoredScheduledMessage>> ListAsync(
        StreamId place, SchedulePosition? after, DateTimeOffset? dueBy, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Places that come after <paramref name="after"/> (null for the start) in an order of the store's own that stays. Each one
    /// where a message is due is among them; there may be others.
    /// </summary>
    /// <param name="limit">At most so many, 1-1,000; none only at the end.</param>
    Task<IReadOnlyList<StreamId>> ListPlacesAsync(DateTimeOffset now, StreamId? after, int limit, CancellationToken cancellationToken);

    /// <summary>Removes all that was kept for a place.</summary>
    /// <returns>Whether nothing is left; if not, call again.</returns>
    Task<bool> PurgeAsync(StreamId place, CancellationToken cancellationToken);

    /// <summary>Removes what is left of messages that have moved, when nobody asks for it any more.</summary>
    /// <returns>Whether all of it is gone; if not, call again.</returns>
    Task<bool> ForgetAsync(DateTimeOffset now, CancellationToken cancellationToken);
}

/// <summary>A message as read, with the opaque version that a change must name.</summary>
public sealed record StoredScheduledMessage(ScheduledMessage Message, string ETag);
