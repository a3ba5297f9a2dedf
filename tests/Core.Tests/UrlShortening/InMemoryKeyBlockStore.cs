using System.Globalization;
using Serverless.Core.UrlShortening;

namespace Serverless.Core.Tests.UrlShortening;

/// <summary>The key pool in memory, for tests of what uses it.</summary>
public sealed class InMemoryKeyBlockStore : IKeyBlockStore
{
    private readonly Lock gate = new();
    private readonly List<KeyBlock> blocks = [];
    private long version;

    public Task<IReadOnlyList<KeyBlock>> ListFreeAsync(int shard, int limit, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return Task.FromResult<IReadOnlyList<KeyBlock>>([.. blocks.Where(b => b.Shard == shard && b.Lease is null).Take(limit)]);
        }
    }

    public Task<bool> TryAddAsync(KeyBlock block, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (IndexOf(block) >= 0)
            {
                return Task.FromResult(false);
            }

            blocks.Add(Versioned(block));
            return Task.FromResult(true);
        }
    }

    public Task<bool> TryReplaceAsync(KeyBlock block, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            var index = IndexOf(block);
            if (index < 0 || blocks[index].ETag != block.ETag)
            {
                return Task.FromResult(false);
            }

            blocks[index] = Versioned(block);
            return Task.FromResult(true);
        }
    }

    private int IndexOf(KeyBlock block) => blocks.FindIndex(b => b.Shard == block.Shard && b.Id == block.Id);

    private KeyBlock Versioned(KeyBlock block) => block with { ETag = (++version).ToString(CultureInfo.InvariantCulture) };
}
