namespace Serverless.Core.UrlShortening.Keys;

/// <summary>
/// Hands out keys from memory: one conditional write takes a block of 64. A key that it hands out may turn out to be
/// taken, and a crash leaves the rest of a block to be reclaimed: whether a key is free, the link row alone decides.
/// </summary>
public sealed class KeyPool(KeyBlockLeases leases, KeyPoolMetrics metrics, TimeProvider time) : IAsyncDisposable, IDisposable
{
    /// <summary>An instance stops using a block so long before its lease ends, because its clock may be behind.</summary>
    public static readonly TimeSpan SafetyMargin = TimeSpan.FromSeconds(60);

    private readonly Lock gate = new();
    private LeasedKeys? current;
    private Task leasing = Task.CompletedTask;

    /// <summary>The next key; from memory, but for one take per block. To be followed by <see cref="SettleAsync"/> or <see cref="PoolKey.Return"/>.</summary>
    /// <exception cref="Storage.StoreUnavailableException">A block is needed and the store does not answer.</exception>
    public ValueTask<PoolKey> TakeAsync(CancellationToken cancellationToken) =>
        TryTake() is { } key ? ValueTask.FromResult(key) : TakeFromNextBlockAsync(cancellationToken);

    /// <summary>The key has a live row: it leaves its block, and the row brings it back when the link has ended.</summary>
    public Task SettleAsync(PoolKey key) => key.Block.Settle(key) ? leases.EndAsync(key.Block) : Task.CompletedTask;

    /// <summary>Gives the rest of the block back, so that others have it at once instead of at the end of its lease.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref current, null) is { } held)
        {
            await leases.EndAsync(held);
        }
    }

    /// <summary>Leaves the rest of the block to the end of its lease: giving it back takes an answer from the store.</summary>
    public void Dispose() => Volatile.Write(ref current, null);

    private PoolKey? TryTake() => Volatile.Read(ref current)?.TryTake(time.GetUtcNow());

    private async ValueTask<PoolKey> TakeFromNextBlockAsync(CancellationToken cancellationToken)
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
            return isNeeded ? leasing = LeaseNextAsync() : leasing;
        }
    }

    private async Task LeaseNextAsync()
    {
        var held = Volatile.Read(ref current);
        var isRenewed = held is { HasWaiting: true } && await leases.TryRenewAsync(held, CancellationToken.None);
        if (!isRenewed)
        {
            Volatile.Write(ref current, await leases.TakeAsync(CancellationToken.None));
        }

        metrics.CountTake(isRenewed);
    }
}

/// <summary>A key that an instance has handed out from a block it holds, until the pool is told what became of it.</summary>
public sealed class PoolKey
{
    internal PoolKey(string value, LeasedKeys block) => (Value, Block) = (value, block);

    public string Value { get; }

    internal LeasedKeys Block { get; }

    /// <summary>Nobody knows whether the key has a row: it is to be handed out once more, which will show it.</summary>
    public void Return() => Block.Return(this);
}
