using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Links;

namespace Serverless.Functions.Tests.UrlShortening;

/// <summary>A store that is slow to take in the link to one URL: it does when all that can be taken in without it is.</summary>
internal sealed class SlowAliasStore(ILinkStore inner, string slowUrl, int others) : ILinkStore
{
    private readonly TaskCompletionSource rest = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int left = others;

    public async Task<bool> TryAddAsync(ShortLink link, CancellationToken cancellationToken)
    {
        if (link.Url == slowUrl)
        {
            await rest.Task.WaitAsync(cancellationToken);
            return await inner.TryAddAsync(link, cancellationToken);
        }

        var added = await inner.TryAddAsync(link, cancellationToken);
        if (Interlocked.Decrement(ref left) == 0)
        {
            rest.SetResult();
        }

        return added;
    }

    public Task<StoredLink?> FindAsync(string key, CancellationToken cancellationToken) => inner.FindAsync(key, cancellationToken);

    public Task<bool> TryReplaceAsync(StoredLink current, LinkRow next, CancellationToken cancellationToken) => inner.TryReplaceAsync(current, next, cancellationToken);

    public Task<bool> TryRemoveAsync(StoredLink current, CancellationToken cancellationToken) => inner.TryRemoveAsync(current, cancellationToken);

    public Task<DueLink?> FindDueAsync(ExpiryPartition from, CancellationToken cancellationToken) => inner.FindDueAsync(from, cancellationToken);

    public Task<IReadOnlyList<DueLink>> ListDueAsync(ExpiryPartition partition, DueLink? after, DateTimeOffset until, int limit, CancellationToken cancellationToken) =>
        inner.ListDueAsync(partition, after, until, limit, cancellationToken);

    public Task<int> CountGoneAsync(int shard, DateTimeOffset until, CancellationToken cancellationToken) => inner.CountGoneAsync(shard, until, cancellationToken);

    public Task RemoveDueAsync(DueLink entry, CancellationToken cancellationToken) => inner.RemoveDueAsync(entry, cancellationToken);

    public Task<IReadOnlyList<OwnedLink>> ListByOwnerAsync(string owner, OwnedLink? after, int limit, CancellationToken cancellationToken) =>
        inner.ListByOwnerAsync(owner, after, limit, cancellationToken);
}
