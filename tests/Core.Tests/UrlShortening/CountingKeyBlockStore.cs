using Serverless.Core.UrlShortening;

namespace Serverless.Core.Tests.UrlShortening;

/// <summary>Counts the writes that succeed at the port, and can be down.</summary>
public sealed class CountingKeyBlockStore(IKeyBlockStore inner) : IKeyBlockStore
{
    private int added;
    private int replaced;
    private int attempts;

    public int Added => Volatile.Read(ref added);

    public int Replaced => Volatile.Read(ref replaced);

    /// <summary>Lists that were asked for, each the beginning of an attempt to take a block.</summary>
    public int Attempts => Volatile.Read(ref attempts);

    /// <summary>What a list waits for, and fails with.</summary>
    public Task Outage { get; set; } = Task.CompletedTask;

    public void Reset() => (added, replaced) = (0, 0);

    public async Task<IReadOnlyList<KeyBlock>> ListFreeAsync(int shard, int limit, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref attempts);
        await Outage;
        return await inner.ListFreeAsync(shard, limit, cancellationToken);
    }

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
