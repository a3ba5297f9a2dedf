namespace Serverless.Core.UrlShortening.Keys;

/// <summary>
/// A leased block in the memory of the instance that holds it: which keys wait to be handed out, and which are settled,
/// that is, have a link row that will bring them back. Only settled keys may leave the block.
/// </summary>
internal sealed class LeasedKeys(KeyBlock block)
{
    private readonly Lock gate = new();
    private readonly Queue<string> waiting = new(block.Keys);
    private readonly HashSet<string> unsettled = new(block.Keys, StringComparer.Ordinal);
    private KeyLease lease = block.Lease!;

    public int Shard => block.Shard;

    public string Id => block.Id;

    /// <summary>As it was last stored.</summary>
    public KeyLease Lease
    {
        get
        {
            lock (gate)
            {
                return lease;
            }
        }

        set
        {
            lock (gate)
            {
                lease = value;
            }
        }
    }

    public bool HasWaiting
    {
        get
        {
            lock (gate)
            {
                return waiting.Count > 0;
            }
        }
    }

    /// <summary>Whether there is a next key.</summary>
    public bool IsUsable(DateTimeOffset now)
    {
        lock (gate)
        {
            return now < lease.Until - KeyPool.SafetyMargin && waiting.Count > 0;
        }
    }

    /// <summary>The next key; null when all are handed out or the lease is about to end.</summary>
    public PoolKey? TryTake(DateTimeOffset now)
    {
        lock (gate)
        {
            return IsUsable(now) ? new PoolKey(waiting.Dequeue(), this) : null;
        }
    }

    /// <summary>Lets the key be handed out again.</summary>
    public void Return(PoolKey key)
    {
        lock (gate)
        {
            waiting.Enqueue(key.Value);
        }
    }

    /// <summary>Takes the key out of the block; true when it was the last.</summary>
    public bool Settle(PoolKey key)
    {
        lock (gate)
        {
            return unsettled.Remove(key.Value) && unsettled.Count == 0;
        }
    }

    /// <summary>The keys that whoever holds the block next must have.</summary>
    public IReadOnlyList<string> Rest()
    {
        lock (gate)
        {
            return [.. block.Keys.Where(unsettled.Contains)];
        }
    }
}
