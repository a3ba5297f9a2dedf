namespace Serverless.Core.Messaging.Log;

/// <summary>
/// The streams of all topics. A stream is a list of entries, each written together with the stream's head, so numbers have
/// no gaps, and a reader that has seen a number is never overtaken by a late write below it.
/// </summary>
/// <remarks>
/// Every member throws <see cref="Storage.StoreUnavailableException"/> when the store does not answer. After a commit whose
/// answer got lost, the entry at the expected number is read and its commit id compared.
/// </remarks>
public interface IMessageLog
{
    /// <summary>How long the head of a closed stream stays at least.</summary>
    static readonly TimeSpan ClosedFor = TimeSpan.FromDays(1);

    /// <summary>The head as last written; without an ETag if the stream has none.</summary>
    Task<StoredHead> FindHeadAsync(StreamId stream, CancellationToken cancellationToken);

    /// <summary>
    /// As <see cref="FindHeadAsync"/>, but no older than the last commit that was answered before: where readers may be served
    /// by a replica that lags behind, this costs a write.
    /// </summary>
    Task<StoredHead> ConfirmHeadAsync(StreamId stream, CancellationToken cancellationToken) => FindHeadAsync(stream, cancellationToken);

    /// <summary>
    /// Writes the entry, the head and the ids, all or nothing; ids replace what was remembered under the same keys. Null if
    /// the head has been replaced since. A stream whose new head is active is in <see cref="ListActiveAsync"/> before.
    /// </summary>
    Task<StoredHead?> TryCommitAsync(LogCommit commit, CancellationToken cancellationToken);

    /// <summary>
    /// Replaces the head that was read, but for where the stream ends and which segment is open; null if it has changed since.
    /// A stream without a head gets one.
    /// </summary>
    Task<StoredHead?> TryReplaceHeadAsync(StoredHead current, StreamHead next, CancellationToken cancellationToken);

    /// <summary>Closes the open segment of the head that was read and opens the next; null if it has changed since.</summary>
    Task<StoredHead?> TrySealAsync(StoredHead current, CancellationToken cancellationToken);

    /// <summary>
    /// Entries without a gap, beginning with the one that holds <paramref name="from"/>; none when that one is not there (yet,
    /// or any more: only the head's low mark tells). They end where an entry is missing, when they hold
    /// <paramref name="messages"/> from there on, or when they have become too large together (4 MB).
    /// </summary>
    /// <param name="messages">Enough messages, 1-1,000; whole entries may bring more.</param>
    Task<IReadOnlyList<PackedEntry>> ReadAsync(StreamId stream, long from, int messages, CancellationToken cancellationToken);

    /// <summary>
    /// Place and time, without the body, of the entry with the greatest first number up to <paramref name="sequence"/>; null
    /// if there is none.
    /// </summary>
    Task<PackedEntry?> FindEntryAsync(StreamId stream, long sequence, CancellationToken cancellationToken);

    /// <summary>
    /// What is remembered of the keys and has not expired, by key; unknown ones are left out. It knows of every commit up to
    /// the head that was read before.
    /// </summary>
    Task<IReadOnlyDictionary<string, long>> FindIdsAsync(
        StreamId stream, IReadOnlyCollection<string> keys, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Active streams, in an order of the store's own that stays, that come after <paramref name="after"/>; null for the start.</summary>
    /// <param name="limit">At most so many, 1-1,000; fewer only at the end.</param>
    Task<IReadOnlyList<StreamId>> ListActiveAsync(StreamId? after, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Removes entries that lie wholly below <paramref name="low"/>, the lowest first. Those whose
    /// <see cref="PackedEntry.KeptUntil"/> has passed may be left to the store, which removes them by itself.
    /// </summary>
    /// <returns>Whether nothing is left to be done; if not, call again.</returns>
    Task<bool> TrimAsync(StreamId stream, long low, CancellationToken cancellationToken);

    /// <summary>Removes ids that have expired a while ago.</summary>
    /// <returns>Whether all of them are gone; if not, call again.</returns>
    Task<bool> ForgetIdsAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>
    /// Removes the entries of a stream that was closed. Its head stays for <see cref="ClosedFor"/>, so that a publisher that
    /// was paused for long can't begin the stream anew.
    /// </summary>
    /// <returns>Whether all of them are gone; if not, call again.</returns>
    Task<bool> PurgeAsync(StreamId stream, DateTimeOffset now, CancellationToken cancellationToken);
}

/// <summary>A head as read, with the opaque version that a change must name.</summary>
/// <param name="ETag">Null when the stream has no head yet.</param>
public sealed record StoredHead(StreamId Stream, StreamHead Head, string? ETag);
