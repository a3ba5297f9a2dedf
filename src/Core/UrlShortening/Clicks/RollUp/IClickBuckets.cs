namespace Serverless.Core.UrlShortening.Clicks.RollUp;

/// <summary>
/// Clicks on their way into the table, in one bucket for all keys with the same <see cref="LinkShard.BucketOf"/>. A bucket is
/// taken out under the id of a run; until that run has ended, nothing else is taken out of it.
/// </summary>
/// <remarks>Every member throws <see cref="Storage.StoreUnavailableException"/> when the store does not answer.</remarks>
public interface IClickBuckets
{
    /// <summary>Adds the counts to their buckets. When it throws, some may have been added: the same batch is then to be sent again, and is counted once.</summary>
    /// <exception cref="InvalidOperationException">The batch is so old that a repetition could not be told.</exception>
    Task AddAsync(ClickBatch batch, CancellationToken cancellationToken);

    /// <summary>What is there of one issue of a key.</summary>
    Task<BufferedClicks> FindAsync(string key, string nonce, CancellationToken cancellationToken);

    /// <summary>Forgets one issue of a key.</summary>
    Task RemoveAsync(string key, string nonce, CancellationToken cancellationToken);

    /// <summary>Those of the buckets that hold something.</summary>
    Task<IReadOnlyList<int>> FindUsedAsync(IReadOnlyCollection<int> buckets, CancellationToken cancellationToken);

    /// <summary>
    /// The run that has to be done: one that was begun and has not ended, or else this one, if it is later than the last and there
    /// is something to take out. Null for none.
    /// </summary>
    /// <param name="run">As <see cref="ClickRun"/> numbers them.</param>
    Task<long?> BeginAsync(int bucket, long run, CancellationToken cancellationToken);

    /// <summary>What a run takes out, the same each time; null when it has ended.</summary>
    Task<IReadOnlyList<LinkClicks>?> ReadAsync(int bucket, long run, CancellationToken cancellationToken);

    /// <summary>Drops what a run has taken out; nothing when it has ended.</summary>
    Task EndAsync(int bucket, long run, CancellationToken cancellationToken);
}

/// <summary>The clicks on one issue of a key, each day once.</summary>
public sealed record LinkClicks(string Key, string Nonce, IReadOnlyList<DaySummary> Days);

/// <summary>What one issue of a key has in its bucket.</summary>
/// <param name="Days">A day may come twice.</param>
/// <param name="Before">What runs before this one wrote into the table is not among <paramref name="Days"/>, what it and later ones wrote is; null when nothing tells.</param>
public sealed record BufferedClicks(IReadOnlyList<DaySummary> Days, long? Before);
