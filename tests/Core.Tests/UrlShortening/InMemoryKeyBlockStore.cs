using System.Globalization;
using Serverless.Core.UrlShortening.Keys;

namespace Serverless.Core.Tests.UrlShortening;

/// <summary>The key pool in memory, for tests of what uses it.</summary>
public sealed class InMemoryKeyBlockStore : IKeyBlockStore
{
    private readonly Lock gate = new();
    private readonly List<KeyBlock> blocks = [];
    private long version;

    /// <summary>Counts up with every write.</summary>
    public long Version => version;

    /// <summary>Every block as it is now.</summary>
    public IReadOnlyList<KeyBlock> All => List(_ => true, int.MaxValue);

    public Task<KeyBlock?> FindAsync(int shard, string id, CancellationToken cancellationToken) =>
        Task.FromResult(List(b => b.Shard == shard && b.Id == id, 1).SingleOrDefault());

    public Task<IReadOnlyList<KeyBlock>> ListFreeAsync(int shard, int limit, CancellationToken cancellationToken) =>
        Task.FromResult(List(b => b.Shard == shard && b.IsFree, limit));

    public Task<IReadOnlyList<KeyBlock>> ListLeasedAsync(int shard, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken) =>
        ListAsync(shard, block => block.Lease?.Until, from, to, limit);

    public Task<IReadOnlyList<KeyBlock>> ListUsedUpAsync(int shard, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken) =>
        ListAsync(shard, block => block.UsedUpAt, from, to, limit);

    public Task<bool> TryAddAsync(KeyBlock block, CancellationToken cancellationToken) =>
        ChangeAsync(block, found => found is null, () => blocks.Add(Versioned(block)));

    public Task<bool> TryReplaceAsync(KeyBlock block, CancellationToken cancellationToken) =>
        ChangeAsync(block, found => found?.ETag == block.ETag, () => blocks[IndexOf(block)] = Versioned(block));

    public Task<bool> TryRemoveAsync(KeyBlock block, CancellationToken cancellationToken) =>
        ChangeAsync(block, found => found?.ETag == block.ETag, () => blocks.RemoveAt(IndexOf(block)));

    private Task<IReadOnlyList<KeyBlock>> ListAsync(
        int shard, Func<KeyBlock, DateTimeOffset?> time, DateTimeOffset from, DateTimeOffset to, int limit)
    {
        var listed = List(b => b.Shard == shard && time(b) >= from && time(b) < to, int.MaxValue).OrderBy(time).Take(limit);
        return Task.FromResult<IReadOnlyList<KeyBlock>>([.. listed]);
    }

    private IReadOnlyList<KeyBlock> List(Func<KeyBlock, bool> predicate, int limit)
    {
        lock (gate)
        {
            return [.. blocks.Where(predicate).Take(limit)];
        }
    }

    private Task<bool> ChangeAsync(KeyBlock block, Func<KeyBlock?, bool> mayChange, Action change)
    {
        lock (gate)
        {
            var index = IndexOf(block);
            var may = mayChange(index < 0 ? null : blocks[index]);
            if (may)
            {
                change();
            }

            return Task.FromResult(may);
        }
    }

    private int IndexOf(KeyBlock block) => blocks.FindIndex(b => b.Shard == block.Shard && b.Id == block.Id);

    private KeyBlock Versioned(KeyBlock block) => block with { ETag = (++version).ToString(CultureInfo.InvariantCulture) };
}
