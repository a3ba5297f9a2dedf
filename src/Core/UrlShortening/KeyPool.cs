using Microsoft.Extensions.Options;
using Serverless.Core.Storage;

namespace Serverless.Core.UrlShortening;

/// <summary>
/// Hands out keys from memory: one conditional write takes a block of 64. A key that it hands out may turn out to be
/// taken, and a crash forgets the rest of a block: whether a key is free, the link row alone decides.
/// </summary>
public sealed class KeyPool(
    IKeyBlockStore blocks,
    KeyBlockFactory factory,
    InstanceId instance,
    StoreRetry retry,
    IOptions<LinksOptions> options,
    Random random,
    TimeProvider time)
{
    /// <summary>An instance stops using a block so long before its lease ends, because its clock may be behind.</summary>
    public static readonly TimeSpan SafetyMargin = TimeSpan.FromSeconds(60);

    /// <summary>Instances that look at the same time choose among so many blocks rather than fight over the first.</summary>
    private const int Candidates = 8;

    private readonly Lock gate = new();
    private LeasedKeys? current;
    private Task leasing = Task.CompletedTask;

    /// <summary>The next key; from memory, but for one take per block.</summary>
    /// <exception cref="StoreUnavailableException">A block is needed and the store does not answer.</exception>
    public ValueTask<string> TakeAsync(CancellationToken cancellationToken) =>
        TryTake() is { } key ? ValueTask.FromResult(key) : TakeFromNextBlockAsync(cancellationToken);

    private string? TryTake() => Volatile.Read(ref current)?.TryTake(time.GetUtcNow());

    private async ValueTask<string> TakeFromNextBlockAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await LeaseOnceAsync().WaitAsync(cancellationToken);
            if (TryTake() is { } key)
            {
                return key;
            }
        }
    }

    // All who wait share one attempt and its failure: one after the other, each would wait out its own retries.
    private Task LeaseOnceAsync()
    {
        lock (gate)
        {
            var isNeeded = leasing.IsCompleted && current?.IsUsable(time.GetUtcNow()) != true;
            return isNeeded ? leasing = Task.Run(LeaseNextAsync) : leasing;
        }
    }

    private async Task LeaseNextAsync() =>
        Volatile.Write(ref current, await retry.RunAsync(LeaseBlockAsync, CancellationToken.None));

    // After a lost answer the block may be ours without our knowing: it is left to the end of its lease.
    private async ValueTask<LeasedKeys> LeaseBlockAsync(CancellationToken cancellationToken)
    {
        var settings = options.Value.KeyPool;
        var lease = new KeyLease(instance.Value, time.GetUtcNow() + settings.Lease);
        var firstShard = random.Next(settings.Shards);
        for (var i = 0; i < settings.Shards; i++)
        {
            var shard = (firstShard + i) % settings.Shards;
            if (await TryLeaseFromAsync(shard, lease, cancellationToken) is { } keys)
            {
                return keys;
            }
        }

        return await LeaseNewBlockAsync(firstShard, lease, cancellationToken);
    }

    private async Task<LeasedKeys?> TryLeaseFromAsync(int shard, KeyLease lease, CancellationToken cancellationToken)
    {
        var candidates = (await blocks.ListFreeAsync(shard, Candidates, cancellationToken)).ToArray();
        random.Shuffle(candidates);
        foreach (var block in candidates)
        {
            if (await blocks.TryReplaceAsync(block with { Lease = lease }, cancellationToken))
            {
                return Usable(block.Keys, lease);
            }
        }

        return null;
    }

    // The refill has fallen behind or never ran: making a block costs no more than taking one.
    private async Task<LeasedKeys> LeaseNewBlockAsync(int shard, KeyLease lease, CancellationToken cancellationToken)
    {
        var block = factory.Create(shard, lease);
        await blocks.TryAddAsync(block, cancellationToken);
        return Usable(block.Keys, lease);
    }

    private static LeasedKeys Usable(IReadOnlyList<string> keys, KeyLease lease) => new(keys, lease.Until - SafetyMargin);
}
