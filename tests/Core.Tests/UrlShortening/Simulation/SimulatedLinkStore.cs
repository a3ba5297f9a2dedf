using Serverless.Core.Storage;
using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Links;

namespace Serverless.Core.Tests.UrlShortening.Simulation;

/// <summary>What an instance sees of the links: as in Table Storage, the entry of a row is a call of its own before the row's.</summary>
internal sealed class SimulatedLinkStore(InMemoryLinkStore inner, StoreGate gate, int instance, TimeProvider time) : ILinkStore
{
    private static CancellationToken None => CancellationToken.None;

    public Task<StoredLink?> FindAsync(string key, CancellationToken cancellationToken) =>
        CallAsync(() => inner.FindAsync(key, None));

    public Task<bool> TryAddAsync(ShortLink link, CancellationToken cancellationToken) => PutAsync(null, new LinkRow.Live(link));

    public Task<bool> TryReplaceAsync(StoredLink current, LinkRow next, CancellationToken cancellationToken) => PutAsync(current, next);

    public Task<bool> TryRemoveAsync(StoredLink current, CancellationToken cancellationToken) =>
        CallAsync(() => inner.TryRemoveAsync(current, None));

    public Task<DueLink?> FindDueAsync(ExpiryPartition from, CancellationToken cancellationToken) => inner.FindDueAsync(from, None);

    public Task<IReadOnlyList<DueLink>> ListDueAsync(
        ExpiryPartition partition, DueLink? after, DateTimeOffset until, int limit, CancellationToken cancellationToken) =>
        CallAsync(() => inner.ListDueAsync(partition, after, until, limit, None));

    public Task<int> CountGoneAsync(int shard, DateTimeOffset until, CancellationToken cancellationToken) =>
        inner.CountGoneAsync(shard, until, None);

    public Task RemoveDueAsync(DueLink entry, CancellationToken cancellationToken) => gate.CallAsync(instance, () => inner.RemoveDueAsync(entry, None));

    public Task<IReadOnlyList<OwnedLink>> ListByOwnerAsync(string owner, OwnedLink? after, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    private Task<T> CallAsync<T>(Func<Task<T>> call) => gate.CallAsync(instance, () => call().Result);

    private async Task<bool> PutAsync(StoredLink? current, LinkRow next)
    {
        await gate.CallAsync(instance, () =>
        {
            inner.PutEntries(next);
            return true;
        });
        return await gate.CallAsync(instance, () =>
            time.GetUtcNow() <= next.DueAt + ExpiryPartition.WriteMargin ? inner.TryPutRow(current, next) : throw new WriteConflictException());
    }
}
