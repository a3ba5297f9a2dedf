namespace Serverless.Core.UrlShortening.Keys;

/// <summary>Makes blocks of new random keys.</summary>
/// <param name="size">Keys in a full block.</param>
public sealed class KeyBlockFactory(KeyGenerator generator, int size = KeyBlock.Size)
{
    /// <summary>Keys in a full block.</summary>
    public int Size => size;

    /// <summary>A full block that has not been stored, free unless a lease is given.</summary>
    public KeyBlock Create(int shard, KeyLease? lease = null) => new()
    {
        Shard = shard,
        Id = generator.NextNonce(),
        Keys = FillUp([]),
        Lease = lease,
    };

    /// <summary>The keys with as many new ones as a full block lacks.</summary>
    public IReadOnlyList<string> FillUp(IReadOnlyList<string> keys) =>
        [.. keys, .. Enumerable.Range(0, Math.Max(0, size - keys.Count)).Select(_ => generator.NextKey())];
}
