using Serverless.Core.UrlShortening;

namespace Serverless.Core.Tests.UrlShortening;

/// <summary>Counts the writes that succeed at the port.</summary>
public sealed class CountingKeyBlockStore(IKeyBlockStore inner) : IKeyBlockStore
{
    private int added;
    private int replaced;

    public int Added => Volatile.Read(ref added);

    public int Replaced => Volatile.Read(ref replaced);

    public void Reset() => (added, replaced) = (0, 0);

    public Task<IReadOnlyList<KeyBlock>> ListFreeAsync(int shard, int limit, CancellationToken cancellationToken) =>
        inner.ListFreeAsync(shard, limit, cancellationToken);

    public async Task<bool> TryAddAsync(KeyBlock block, CancellationToken cancellationToken)
    {
        var applied = await inner.TryAddAsync(block, cancellationToken);
        Interlocked.Add(ref added, applied ? 1 : 0);
        return applied;
    }

    public async Task<bool> TryReplaceAsync(KeyBlock block, CancellationToken cancellationToken)
    {
        var applied = await inner.TryReplaceAsync(block, cancellationToken);
        Interlocked.Add(ref replaced, applied ? 1 : 0);
        return applied;
    }
}
