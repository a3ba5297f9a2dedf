using Serverless.Core.Storage;
using Serverless.Core.UrlShortening.Links;

namespace Serverless.Core.Tests.UrlShortening.Simulation;

/// <summary>What an instance sees of the links: as in Table Storage, the entry of a row is a call of its own before the row's.</summary>
internal sealed class SimulatedLinkStore(InMemoryLinkStore links, StoreGate gate, int instance, TimeProvider time) : InterposedLinkStore(links)
{
    public override Task<bool> TryAddAsync(LinkRow row, CancellationToken cancellationToken) => PutAsync(null, row);

    public override Task<bool> TryReplaceAsync(StoredLink current, LinkRow next, CancellationToken cancellationToken) => PutAsync(current, next);

    protected override Task<T> ReadAsync<T>(Func<Task<T>> read) => gate.CallAsync(instance, () => read().Result);

    protected override Task<bool> WriteAsync(Func<Task<bool>> write) => gate.CallAsync(instance, () => write().Result);

    private async Task<bool> PutAsync(StoredLink? current, LinkRow next)
    {
        await gate.CallAsync(instance, () =>
        {
            links.PutEntries(next);
            return true;
        });
        return await gate.CallAsync(instance, () =>
            time.GetUtcNow() <= next.DueAt + ExpiryPartition.WriteMargin && !IsLateReturn(current?.Row, next) ? links.TryPutRow(current, next) : throw new WriteConflictException());
    }

    private bool IsLateReturn(LinkRow? before, LinkRow next) =>
        before is LinkRow.Gone gone && next is LinkRow.Live && next.Nonce == gone.Nonce && time.GetUtcNow() > gone.Until + ExpiryPartition.WriteMargin;
}
