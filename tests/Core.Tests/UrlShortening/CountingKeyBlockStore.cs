using Serverless.Core.Storage;
using Serverless.Core.UrlShortening.Keys;

namespace Serverless.Core.Tests.UrlShortening;

/// <summary>Counts what is asked of the port, and the writes that succeed by what they do.</summary>
public sealed class CountingKeyBlockStore(IKeyBlockStore inner) : IKeyBlockStore
{
    private int added;
    private int replaced;
    private int taken;
    private int reads;
    private int writes;

    public int Added => Volatile.Read(ref added);

    public int Replaced => Volatile.Read(ref replaced);

    /// <summary>Leases that began or were renewed.</summary>
    public int Taken => Volatile.Read(ref taken);

    public int Reads => Volatile.Read(ref reads);

    public int Writes => Volatile.Read(ref writes);

    /// <summary>The next write is applied and its answer gets lost.</summary>
    public bool LoseNextAnswer { get; set; }

    /// <summary>What a list of free blocks waits for, and fails with.</summary>
    public Task Outage { get; set; } = Task.CompletedTask;

    public void Reset() => (added, replaced, taken, reads, writes) = (0, 0, 0, 0, 0);

    public Task<KeyBlock?> FindAsync(int shard, string id, CancellationToken cancellationToken) =>
        Read(inner.FindAsync(shard, id, cancellationToken));

    public async Task<IReadOnlyList<KeyBlock>> ListFreeAsync(int shard, int limit, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref reads);
        await Outage;
        return await inner.ListFreeAsync(shard, limit, cancellationToken);
    }

    public Task<IReadOnlyList<KeyBlock>> ListLeasedAsync(int shard, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken) =>
        Read(inner.ListLeasedAsync(shard, from, to, limit, cancellationToken));

    public Task<IReadOnlyList<KeyBlock>> ListUsedUpAsync(int shard, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken) =>
        Read(inner.ListUsedUpAsync(shard, from, to, limit, cancellationToken));

    public async Task<bool> TryAddAsync(KeyBlock block, CancellationToken cancellationToken) =>
        Count(await inner.TryAddAsync(block, cancellationToken), block, ref added);

    public async Task<bool> TryReplaceAsync(KeyBlock block, CancellationToken cancellationToken) =>
        Count(await inner.TryReplaceAsync(block, cancellationToken), block, ref replaced);

    public Task<bool> TryRemoveAsync(KeyBlock block, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref writes);
        return inner.TryRemoveAsync(block, cancellationToken);
    }

    private Task<T> Read<T>(Task<T> answer)
    {
        Interlocked.Increment(ref reads);
        return answer;
    }

    private bool Count(bool applied, KeyBlock block, ref int kind)
    {
        Interlocked.Increment(ref writes);
        Interlocked.Add(ref kind, applied ? 1 : 0);
        Interlocked.Add(ref taken, applied && block.Lease is not null ? 1 : 0);
        if (LoseNextAnswer)
        {
            LoseNextAnswer = false;
            throw new StoreUnavailableException("The answer got lost.");
        }

        return applied;
    }
}
