using Serverless.Core.Storage;
using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Links;

namespace Serverless.Core.Tests.UrlShortening;

/// <summary>A store over another that loses what it is told to lose: the request (nothing is applied) or the answer (it is).</summary>
public sealed class UnreliableLinkStore(ILinkStore inner) : ILinkStore
{
    private readonly Queue<Fault> faults = new();

    /// <summary>Run once before the next write, as another instance's work in between.</summary>
    public Action? BeforeNextWrite { get; set; }

    public int Writes { get; private set; }

    public void Fail(params ReadOnlySpan<Fault> next)
    {
        foreach (var fault in next)
        {
            faults.Enqueue(fault);
        }
    }

    public Task<StoredLink?> FindAsync(string key, CancellationToken cancellationToken) => inner.FindAsync(key, cancellationToken);

    public Task<bool> TryAddAsync(ShortLink link, CancellationToken cancellationToken) => WriteAsync(() => inner.TryAddAsync(link, cancellationToken));

    public Task<bool> TryReplaceAsync(StoredLink current, LinkRow next, CancellationToken cancellationToken) =>
        WriteAsync(() => inner.TryReplaceAsync(current, next, cancellationToken));

    public Task<bool> TryRemoveAsync(StoredLink current, CancellationToken cancellationToken) =>
        WriteAsync(() => inner.TryRemoveAsync(current, cancellationToken));

    public Task<DueLink?> FindDueAsync(ExpiryPartition from, CancellationToken cancellationToken) => inner.FindDueAsync(from, cancellationToken);

    public Task<IReadOnlyList<DueLink>> ListDueAsync(
        ExpiryPartition partition, DueLink? after, DateTimeOffset until, int limit, CancellationToken cancellationToken) =>
        inner.ListDueAsync(partition, after, until, limit, cancellationToken);

    public Task<int> CountGoneAsync(int shard, DateTimeOffset until, CancellationToken cancellationToken) =>
        inner.CountGoneAsync(shard, until, cancellationToken);

    public Task RemoveDueAsync(DueLink entry, CancellationToken cancellationToken) => WriteAsync(async () =>
    {
        await inner.RemoveDueAsync(entry, cancellationToken);
        return true;
    });

    public Task<IReadOnlyList<OwnedLink>> ListByOwnerAsync(string owner, OwnedLink? after, int limit, CancellationToken cancellationToken) =>
        inner.ListByOwnerAsync(owner, after, limit, cancellationToken);

    private async Task<bool> WriteAsync(Func<Task<bool>> write)
    {
        Writes++;
        var before = BeforeNextWrite;
        BeforeNextWrite = null;
        before?.Invoke();
        var fault = faults.TryDequeue(out var next) ? next : Fault.None;
        if (fault == Fault.RequestLost)
        {
            throw new StoreUnavailableException("The request got lost.");
        }

        var applied = await write();
        return fault == Fault.AnswerLost ? throw new StoreUnavailableException("The answer got lost.") : applied;
    }
}
