using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Links;

namespace Serverless.Core.Tests.UrlShortening;

/// <summary>Counts reads at the port, and can hold the answer of one back after it was read.</summary>
public sealed class HeldLinkStore(ILinkStore inner) : ILinkStore
{
    private Gate? next;
    private int reads;

    public int Reads => Volatile.Read(ref reads);

    public Gate HoldNextRead() => next = new Gate();

    public async Task<StoredLink?> FindAsync(string key, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref reads);
        var found = await inner.FindAsync(key, cancellationToken);
        await Gate.PassAsync(ref next);
        return found;
    }

    public Task<bool> TryAddAsync(ShortLink link, CancellationToken cancellationToken) => inner.TryAddAsync(link, cancellationToken);

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
