using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Links;

namespace Serverless.Core.Tests.UrlShortening;

/// <summary>Counts what is asked of the port.</summary>
public sealed class CountingLinkStore(ILinkStore inner) : ILinkStore
{
    private int reads;
    private int writes;

    /// <summary>Reads and writes since the last time.</summary>
    public (int Reads, int Writes) Take() => (Interlocked.Exchange(ref reads, 0), Interlocked.Exchange(ref writes, 0));

    public Task<StoredLink?> FindAsync(string key, CancellationToken cancellationToken) => Read(inner.FindAsync(key, cancellationToken));

    public Task<bool> TryAddAsync(ShortLink link, CancellationToken cancellationToken) => Write(inner.TryAddAsync(link, cancellationToken));

    public Task<bool> TryReplaceAsync(StoredLink current, LinkRow next, CancellationToken cancellationToken) =>
        Write(inner.TryReplaceAsync(current, next, cancellationToken));

    public Task<bool> TryRemoveAsync(StoredLink current, CancellationToken cancellationToken) => Write(inner.TryRemoveAsync(current, cancellationToken));

    public Task<DueLink?> FindDueAsync(ExpiryPartition from, CancellationToken cancellationToken) => Read(inner.FindDueAsync(from, cancellationToken));

    public Task<IReadOnlyList<DueLink>> ListDueAsync(
        ExpiryPartition partition, DueLink? after, DateTimeOffset until, int limit, CancellationToken cancellationToken) =>
        Read(inner.ListDueAsync(partition, after, until, limit, cancellationToken));

    public Task<int> CountGoneAsync(int shard, DateTimeOffset until, CancellationToken cancellationToken) =>
        Read(inner.CountGoneAsync(shard, until, cancellationToken));

    public Task RemoveDueAsync(DueLink entry, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref writes);
        return inner.RemoveDueAsync(entry, cancellationToken);
    }

    public Task<IReadOnlyList<OwnedLink>> ListByOwnerAsync(string owner, OwnedLink? after, int limit, CancellationToken cancellationToken) =>
        Read(inner.ListByOwnerAsync(owner, after, limit, cancellationToken));

    private Task<T> Read<T>(Task<T> answer)
    {
        Interlocked.Increment(ref reads);
        return answer;
    }

    private Task<bool> Write(Task<bool> answer)
    {
        Interlocked.Increment(ref writes);
        return answer;
    }
}
