namespace Serverless.Core.UrlShortening;

/// <summary>A row of the key pool: up to 64 keys that are taken together.</summary>
public sealed record KeyBlock
{
    /// <summary>Keys in a full block.</summary>
    public const int Size = 64;

    /// <summary>Part of the pool the block lies in, from 0: instances start at different shards, which spreads the load.</summary>
    public required int Shard { get; init; }

    public required string Id { get; init; }

    public required IReadOnlyList<string> Keys { get; init; }

    /// <summary>Who may hand out the keys; null while the block is free.</summary>
    public KeyLease? Lease { get; init; }

    /// <summary>Opaque version of the row as read; empty for a block that has not been stored.</summary>
    public string ETag { get; init; } = "";
}
