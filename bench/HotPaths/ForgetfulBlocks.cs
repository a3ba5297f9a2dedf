using Serverless.Core.UrlShortening.Keys;

namespace Serverless.HotPaths;

/// <summary>Takes every block of keys and remembers none, so that the pool costs what it costs by itself.</summary>
internal sealed class ForgetfulBlocks : IKeyBlockStore
{
    private static readonly Task<KeyBlock?> Nothing = Task.FromResult<KeyBlock?>(null);
    private static readonly Task<IReadOnlyList<KeyBlock>> None = Task.FromResult<IReadOnlyList<KeyBlock>>([]);
    private static readonly Task<bool> Done = Task.FromResult(true);

    public Task<KeyBlock?> FindAsync(int shard, string id, CancellationToken cancellationToken) => Nothing;

    public Task<IReadOnlyList<KeyBlock>> ListFreeAsync(int shard, int limit, CancellationToken cancellationToken) => None;

    public Task<IReadOnlyList<KeyBlock>> ListLeasedAsync(int shard, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken) => None;

    public Task<IReadOnlyList<KeyBlock>> ListUsedUpAsync(int shard, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken) => None;

    public Task<bool> TryAddAsync(KeyBlock block, CancellationToken cancellationToken) => Done;

    public Task<bool> TryReplaceAsync(KeyBlock block, CancellationToken cancellationToken) => Done;

    public Task<bool> TryRemoveAsync(KeyBlock block, CancellationToken cancellationToken) => Done;
}
