using Serverless.Core.UrlShortening.Accounts;

namespace Serverless.Core.UrlShortening.Clicks.RollUp;

/// <summary>Rolled up clicks in several stores: a bucket is in the one that the keys of its shard are in, so that a transaction stays in one.</summary>
public sealed class ShardedClickRows(ByAccount<IClickRows> stores) : IClickRows
{
    /// <inheritdoc/>
    public async Task WriteAsync(int bucket, long run, IReadOnlyList<LinkClicks> clicks, CancellationToken cancellationToken) =>
        await (await stores.OfShardAsync(LinkShard.OfBucket(bucket), cancellationToken)).WriteAsync(bucket, run, clicks, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DaySummary>> ListAsync(string key, string nonce, long? before, CancellationToken cancellationToken) =>
        await (await stores.OfAsync(key, cancellationToken)).ListAsync(key, nonce, before, cancellationToken);

    /// <inheritdoc/>
    public async Task RemoveAsync(string key, string nonce, CancellationToken cancellationToken) =>
        await (await stores.OfAsync(key, cancellationToken)).RemoveAsync(key, nonce, cancellationToken);
}
