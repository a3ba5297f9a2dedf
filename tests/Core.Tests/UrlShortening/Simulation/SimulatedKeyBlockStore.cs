using Serverless.Core.UrlShortening.Keys;

namespace Serverless.Core.Tests.UrlShortening.Simulation;

/// <summary>What an instance sees of the key pool.</summary>
internal sealed class SimulatedKeyBlockStore(InMemoryKeyBlockStore inner, StoreGate gate, int instance) : IKeyBlockStore
{
    private static CancellationToken None => CancellationToken.None;

    public Task<KeyBlock?> FindAsync(int shard, string id, CancellationToken cancellationToken) => CallAsync(() => inner.FindAsync(shard, id, None));

    public Task<IReadOnlyList<KeyBlock>> ListFreeAsync(int shard, int limit, CancellationToken cancellationToken) =>
        CallAsync(() => inner.ListFreeAsync(shard, limit, None));

    public Task<IReadOnlyList<KeyBlock>> ListLeasedAsync(int shard, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken) =>
        CallAsync(() => inner.ListLeasedAsync(shard, from, to, limit, None));

    public Task<IReadOnlyList<KeyBlock>> ListUsedUpAsync(int shard, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken) =>
        CallAsync(() => inner.ListUsedUpAsync(shard, from, to, limit, None));

    public Task<bool> TryAddAsync(KeyBlock block, CancellationToken cancellationToken) => CallAsync(() => inner.TryAddAsync(block, None));

    public Task<bool> TryReplaceAsync(KeyBlock block, CancellationToken cancellationToken) => CallAsync(() => inner.TryReplaceAsync(block, None));

    public Task<bool> TryRemoveAsync(KeyBlock block, CancellationToken cancellationToken) => CallAsync(() => inner.TryRemoveAsync(block, None));

    private Task<T> CallAsync<T>(Func<Task<T>> call) => gate.CallAsync(instance, () => call().Result);
}
