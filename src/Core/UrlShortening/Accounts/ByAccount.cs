namespace Serverless.Core.UrlShortening.Accounts;

/// <summary>What there is one of in each storage account of links, found by what belongs into it.</summary>
/// <param name="items">By the names of the accounts.</param>
/// <param name="map">Asked each time, so it should remember.</param>
public sealed class ByAccount<T>(IReadOnlyDictionary<string, T> items, Func<CancellationToken, ValueTask<ShardMap>> map)
{
    /// <summary>The one for a key.</summary>
    /// <exception cref="Storage.StoreUnavailableException">It is not known yet which that is.</exception>
    public ValueTask<T> OfAsync(string key, CancellationToken cancellationToken) => OfShardAsync(LinkShard.Of(key), cancellationToken);

    /// <summary>The one for a virtual shard, 0-255.</summary>
    /// <inheritdoc cref="OfAsync"/>
    public async ValueTask<T> OfShardAsync(int shard, CancellationToken cancellationToken) => items[(await map(cancellationToken)).AccountOf(shard)];

    /// <summary>All that anything can belong to.</summary>
    /// <inheritdoc cref="OfAsync"/>
    public async ValueTask<IReadOnlyList<T>> AllAsync(CancellationToken cancellationToken) =>
        [.. (await map(cancellationToken)).Accounts.Select(name => items[name])];
}
