using Microsoft.Extensions.Options;
using Serverless.Core.Storage;

namespace Serverless.Core.UrlShortening.Keys;

/// <summary>
/// Takes, renews and ends this instance's leases, each by one conditional write. A refusal or a missing answer says
/// nothing about whether an earlier copy of the write arrived, so the block is read and its lease compared.
/// </summary>
public sealed class KeyBlockLeases(
    IKeyBlockStore blocks,
    KeyBlockFactory factory,
    InstanceId instance,
    StoreRetry retry,
    IOptions<LinksOptions> options,
    Random random,
    TimeProvider time)
{
    /// <summary>Instances that look at the same time choose among so many blocks rather than fight over the first.</summary>
    private const int Candidates = 8;

    /// <summary>A full block of keys that are this instance's to hand out.</summary>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    internal ValueTask<LeasedKeys> TakeAsync(CancellationToken cancellationToken) => retry.RunAsync(AttemptTakeAsync, cancellationToken);

    /// <summary>Prolongs a lease, even one that is over if nobody has reclaimed it, and stores which keys are left; false when it is lost.</summary>
    /// <inheritdoc cref="TakeAsync"/>
    internal ValueTask<bool> TryRenewAsync(LeasedKeys held, CancellationToken cancellationToken)
    {
        var renewed = NewLease();
        return retry.RunAsync(token => AttemptRenewAsync(held, renewed, token), cancellationToken);
    }

    /// <summary>Gives the keys that are left to others, or leaves a stub if there are none. Best effort: reclaiming does it later otherwise.</summary>
    internal async Task EndAsync(LeasedKeys held)
    {
        try
        {
            if (await blocks.FindAsync(held.Shard, held.Id, CancellationToken.None) is { } block && block.Lease == held.Lease)
            {
                await blocks.TryReplaceAsync(block.Freed(held.Rest(), time.GetUtcNow()), CancellationToken.None);
            }
        }
        catch (StoreUnavailableException)
        {
            // The lease ends by itself.
        }
    }

    private KeyLease NewLease() => new(instance.Value, time.GetUtcNow() + options.Value.KeyPool.Lease);

    private async ValueTask<LeasedKeys> AttemptTakeAsync(CancellationToken cancellationToken)
    {
        var lease = NewLease();
        var shards = options.Value.KeyPool.Shards;
        var firstShard = random.Next(shards);
        for (var i = 0; i < shards; i++)
        {
            if (await TryTakeFromAsync((firstShard + i) % shards, lease, cancellationToken) is { } keys)
            {
                return keys;
            }
        }

        // The refill has fallen behind or never ran: making a block costs no more than taking one.
        var block = factory.Create(firstShard, lease);
        return await HasLeasedAsync(block, blocks.TryAddAsync, cancellationToken) ? new LeasedKeys(block) : throw new WriteConflictException();
    }

    private async Task<LeasedKeys?> TryTakeFromAsync(int shard, KeyLease lease, CancellationToken cancellationToken)
    {
        var candidates = (await blocks.ListFreeAsync(shard, Candidates, cancellationToken)).ToArray();
        random.Shuffle(candidates);
        foreach (var block in candidates)
        {
            // Recycled keys come in blocks of any size; new ones make it worth a write.
            var leased = block with { Lease = lease, Keys = factory.FillUp(block.Keys) };
            if (await HasLeasedAsync(leased, blocks.TryReplaceAsync, cancellationToken))
            {
                return new LeasedKeys(leased);
            }
        }

        return null;
    }

    private async Task<bool> HasLeasedAsync(KeyBlock leased, Func<KeyBlock, CancellationToken, Task<bool>> write, CancellationToken cancellationToken)
    {
        try
        {
            if (await write(leased, cancellationToken))
            {
                return true;
            }
        }
        catch (StoreUnavailableException)
        {
            // Read and compare.
        }

        return (await blocks.FindAsync(leased.Shard, leased.Id, cancellationToken))?.Lease == leased.Lease;
    }

    private async ValueTask<bool> AttemptRenewAsync(LeasedKeys held, KeyLease renewed, CancellationToken cancellationToken)
    {
        var block = await blocks.FindAsync(held.Shard, held.Id, cancellationToken);
        if (block?.Lease == held.Lease && !await blocks.TryReplaceAsync(block with { Lease = renewed, Keys = held.Rest() }, cancellationToken))
        {
            throw new WriteConflictException();
        }

        // Of an earlier attempt only the answer may have got lost.
        var kept = block?.Lease == held.Lease || block?.Lease == renewed;
        held.Lease = kept ? renewed : held.Lease;
        return kept;
    }
}

/// <summary>The right of one instance to hand out a block's keys until a given time. It saves work; safety is the link row alone.</summary>
public sealed record KeyLease(string Instance, DateTimeOffset Until);
