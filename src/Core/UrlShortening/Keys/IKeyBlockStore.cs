namespace Serverless.Core.UrlShortening.Keys;

/// <summary>The rows of the key pool.</summary>
/// <remarks>Every member throws <see cref="Storage.StoreUnavailableException"/> when the store does not answer.</remarks>
public interface IKeyBlockStore
{
    /// <summary>The block as last written; null when there is none of its shard and id.</summary>
    Task<KeyBlock?> FindAsync(int shard, string id, CancellationToken cancellationToken);

    /// <summary>Free blocks of a shard, oldest first as far as the clocks of the instances agree.</summary>
    /// <param name="limit">At most so many, 1-1,000.</param>
    Task<IReadOnlyList<KeyBlock>> ListFreeAsync(int shard, int limit, CancellationToken cancellationToken);

    /// <summary>Leased blocks of a shard whose lease ends from <paramref name="from"/> on and before <paramref name="to"/>, in that order.</summary>
    /// <inheritdoc cref="ListFreeAsync"/>
    Task<IReadOnlyList<KeyBlock>> ListLeasedAsync(int shard, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken);

    /// <summary>Stubs of a shard that are used up since <paramref name="from"/> or later and before <paramref name="to"/>, in that order.</summary>
    /// <inheritdoc cref="ListFreeAsync"/>
    Task<IReadOnlyList<KeyBlock>> ListUsedUpAsync(int shard, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken);

    /// <summary>Stores a block if there is none of its shard and id; false if there is.</summary>
    Task<bool> TryAddAsync(KeyBlock block, CancellationToken cancellationToken);

    /// <summary>Replaces the block whose <see cref="KeyBlock.ETag"/> was read; false if it has changed since.</summary>
    Task<bool> TryReplaceAsync(KeyBlock block, CancellationToken cancellationToken);

    /// <summary>Removes the block whose <see cref="KeyBlock.ETag"/> was read; false if it has changed since.</summary>
    Task<bool> TryRemoveAsync(KeyBlock block, CancellationToken cancellationToken);
}
