using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Links;

namespace Serverless.Core.Tests.UrlShortening.Simulation;

/// <summary>A planted bug: links are stored without a look at the row that is there.</summary>
internal sealed class CarelessLinkStore(ILinkStore inner) : ILinkStore
{
    public Task<StoredLink?> FindAsync(string key, CancellationToken cancellationToken) => inner.FindAsync(key, cancellationToken);

    public async Task<bool> TryAddAsync(ShortLink link, CancellationToken cancellationToken) =>
        await inner.TryAddAsync(link, cancellationToken)
        || (await inner.FindAsync(link.Key, cancellationToken) is { } row && await inner.TryReplaceAsync(row, new LinkRow.Live(link), cancellationToken));

    public Task<bool> TryReplaceAsync(StoredLink current, LinkRow next, CancellationToken cancellationToken) =>
        inner.TryReplaceAsync(current, next, cancellationToken);

    public Task<bool> TryRemoveAsync(StoredLink current, CancellationToken cancellationToken) => inner.TryRemoveAsync(current, cancellationToken);

    public Task<DueLink?> FindDueAsync(ExpiryPartition from, CancellationToken cancellationToken) => inner.FindDueAsync(from, cancellationToken);

    public Task<IReadOnlyList<DueLink>> ListDueAsync(
        ExpiryPartition partition, DueLink? after, DateTimeOffset until, int limit, CancellationToken cancellationToken) =>
        inner.ListDueAsync(partition, after, until, limit, cancellationToken);

    public Task<int> CountGoneAsync(int shard, DateTimeOffset until, CancellationToken cancellationToken) =>
        inner.CountGoneAsync(shard, until, cancellationToken);

    public Task RemoveDueAsync(DueLink entry, CancellationToken cancellationToken) => inner.RemoveDueAsync(entry, cancellationToken);

    public Task<IReadOnlyList<OwnedLink>> ListByOwnerAsync(string owner, OwnedLink? after, int limit, CancellationToken cancellationToken) =>
        inner.ListByOwnerAsync(owner, after, limit, cancellationToken);
}
