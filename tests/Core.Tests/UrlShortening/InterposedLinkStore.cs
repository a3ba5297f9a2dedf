using Serverless.Core.UrlShortening.Links;

namespace Serverless.Core.Tests.UrlShortening;

/// <summary>Stands between whoever uses a store and the store: what happens to reads and to writes on the way, a test says.</summary>
public abstract class InterposedLinkStore(ILinkStore inner) : ILinkStore
{
    protected ILinkStore Inner => inner;

    public virtual Task<StoredLink?> FindAsync(string key, CancellationToken cancellationToken) => ReadAsync(() => inner.FindAsync(key, cancellationToken));

    public virtual Task<bool> TryAddAsync(LinkRow row, CancellationToken cancellationToken) => WriteAsync(() => inner.TryAddAsync(row, cancellationToken));

    public virtual Task<bool> TryReplaceAsync(StoredLink current, LinkRow next, CancellationToken cancellationToken) =>
        WriteAsync(() => inner.TryReplaceAsync(current, next, cancellationToken));

    public Task<bool> TryRemoveAsync(StoredLink current, CancellationToken cancellationToken) => WriteAsync(() => inner.TryRemoveAsync(current, cancellationToken));

    public Task<DueLink?> FindDueAsync(ExpiryPartition from, CancellationToken cancellationToken) => ReadAsync(() => inner.FindDueAsync(from, cancellationToken));

    public Task<IReadOnlyList<DueLink>> ListDueAsync(
        ExpiryPartition partition, DueLink? after, DateTimeOffset until, int limit, CancellationToken cancellationToken) =>
        ReadAsync(() => inner.ListDueAsync(partition, after, until, limit, cancellationToken));

    public Task<int> CountGoneAsync(int shard, DateTimeOffset until, CancellationToken cancellationToken) =>
        ReadAsync(() => inner.CountGoneAsync(shard, until, cancellationToken));

    public Task RemoveDueAsync(DueLink entry, CancellationToken cancellationToken) => WriteAsync(async () =>
    {
        await inner.RemoveDueAsync(entry, cancellationToken);
        return true;
    });

    public Task<IReadOnlyList<StoredLink>> ListByKeyAsync(string? after, int limit, CancellationToken cancellationToken) =>
        ReadAsync(() => inner.ListByKeyAsync(after, limit, cancellationToken));

    public Task<IReadOnlyList<OwnedLink>> ListByOwnerAsync(string owner, OwnedLink? after, int limit, CancellationToken cancellationToken) =>
        ReadAsync(() => inner.ListByOwnerAsync(owner, after, limit, cancellationToken));

    protected virtual Task<T> ReadAsync<T>(Func<Task<T>> read) => read();

    protected virtual Task<bool> WriteAsync(Func<Task<bool>> write) => write();
}
