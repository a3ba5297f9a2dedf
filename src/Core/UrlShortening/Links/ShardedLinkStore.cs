using Serverless.Core.UrlShortening.Accounts;

namespace Serverless.Core.UrlShortening.Links;

/// <summary>
/// Links in several stores. A key's rows and entries are all in the one that its shard was given, so its row stays the only
/// authority. Lists are merged: their order is total, so a place in the merged list is a place in each of the parts, and a
/// continuation needs no more than that, however many there are.
/// </summary>
public sealed class ShardedLinkStore(ByAccount<ILinkStore> stores) : ILinkStore
{
    public async Task<StoredLink?> FindAsync(string key, CancellationToken cancellationToken) =>
        await (await stores.OfAsync(key, cancellationToken)).FindAsync(key, cancellationToken);

    public async Task<bool> TryAddAsync(LinkRow row, CancellationToken cancellationToken) =>
        await (await stores.OfAsync(row.Key, cancellationToken)).TryAddAsync(row, cancellationToken);

    public async Task<bool> TryReplaceAsync(StoredLink current, LinkRow next, CancellationToken cancellationToken) =>
        await (await stores.OfAsync(current.Row.Key, cancellationToken)).TryReplaceAsync(current, next, cancellationToken);

    public async Task<bool> TryRemoveAsync(StoredLink current, CancellationToken cancellationToken) =>
        await (await stores.OfAsync(current.Row.Key, cancellationToken)).TryRemoveAsync(current, cancellationToken);

    public async Task<DueLink?> FindDueAsync(ExpiryPartition from, CancellationToken cancellationToken)
    {
        var all = await stores.AllAsync(cancellationToken);
        var first = await Task.WhenAll(all.Select(store => store.FindDueAsync(from, cancellationToken)));
        return first.OfType<DueLink>().Min(Comparer<DueLink>.Create(CompareDue));
    }

    public Task<IReadOnlyList<DueLink>> ListDueAsync(
        ExpiryPartition partition, DueLink? after, DateTimeOffset until, int limit, CancellationToken cancellationToken) => ListAsync<DueLink>(
        (store, last, count) => store.ListDueAsync(partition, last ?? after, until, count, cancellationToken), CompareDue, limit, cancellationToken);

    public async Task<int> CountGoneAsync(int shard, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var all = await stores.AllAsync(cancellationToken);
        return (await Task.WhenAll(all.Select(store => store.CountGoneAsync(shard, until, cancellationToken)))).Sum();
    }

    public async Task RemoveDueAsync(DueLink entry, CancellationToken cancellationToken) =>
        await (await stores.OfAsync(entry.Key, cancellationToken)).RemoveDueAsync(entry, cancellationToken);

    public Task<IReadOnlyList<StoredLink>> ListByKeyAsync(string? after, int limit, CancellationToken cancellationToken) => ListAsync<StoredLink>(
        (store, last, count) => store.ListByKeyAsync(last?.Row.Key ?? after, count, cancellationToken),
        (left, right) => string.CompareOrdinal(left.Row.Key, right.Row.Key),
        limit,
        cancellationToken);

    public Task<IReadOnlyList<OwnedLink>> ListByOwnerAsync(string owner, OwnedLink? after, int limit, CancellationToken cancellationToken) => ListAsync<OwnedLink>(
        (store, last, count) => store.ListByOwnerAsync(owner, last ?? after, count, cancellationToken), CompareOwned, limit, cancellationToken);

    public Task<IReadOnlyList<OwnedLink>> ListByLabelAsync(string owner, LinkLabel label, OwnedLink? after, int limit, CancellationToken cancellationToken) => ListAsync<OwnedLink>(
        (store, last, count) => store.ListByLabelAsync(owner, label, last ?? after, count, cancellationToken), CompareOwned, limit, cancellationToken);

    private async Task<IReadOnlyList<T>> ListAsync<T>(
        Func<ILinkStore, T?, int, Task<IReadOnlyList<T>>> read, Comparison<T> order, int limit, CancellationToken cancellationToken)
        where T : class
    {
        var all = await stores.AllAsync(cancellationToken);
        return all is [var only]
            ? await read(only, null, limit)
            : await new OrderedMerge<T>([.. all.Select(store => (Func<T?, int, Task<IReadOnlyList<T>>>)((last, count) => read(store, last, count)))], order).TakeAsync(limit);
    }

    private static int CompareDue(DueLink left, DueLink right) =>
        left.DueAt != right.DueAt ? left.DueAt.CompareTo(right.DueAt) : CompareNames(left.Key, left.Nonce, right.Key, right.Nonce);

    private static int CompareOwned(OwnedLink left, OwnedLink right) =>
        left.CreatedAt != right.CreatedAt ? right.CreatedAt.CompareTo(left.CreatedAt) : CompareNames(left.Key, left.Nonce, right.Key, right.Nonce);

    private static int CompareNames(string leftKey, string leftNonce, string rightKey, string rightNonce) =>
        string.CompareOrdinal(leftKey, rightKey) is var byKey && byKey != 0 ? byKey : string.CompareOrdinal(leftNonce, rightNonce);
}
