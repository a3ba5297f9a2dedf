namespace Serverless.Core.UrlShortening;

/// <summary>Makes blocks of new random keys.</summary>
public sealed class KeyBlockFactory(KeyGenerator generator)
{
    /// <summary>A full block that has not been stored, free unless a lease is given.</summary>
    public KeyBlock Create(int shard, KeyLease? lease = null) => new()
    {
        Shard = shard,
        Id = generator.NextNonce(),
        Keys = [.. Enumerable.Range(0, KeyBlock.Size).Select(_ => generator.NextKey())],
        Lease = lease,
    };
}
