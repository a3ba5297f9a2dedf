namespace Serverless.Core.UrlShortening.Keys;

/// <summary>
/// A row of the key pool: up to 64 keys that are taken together. It is free, or leased to an instance, or a stub whose keys
/// are all used up, kept for a while so that nobody adds the block again.
/// </summary>
public sealed record KeyBlock
{
    /// <summary>Keys in a full block.</summary>
    public const int Size = 64;

    /// <summary>Part of the pool the block lies in, from 0: instances start at different shards, which spreads the load.</summary>
    public required int Shard { get; init; }

    public required string Id { get; init; }

    /// <summary>Of a leased block also keys that have been handed out since; of a stub those it had.</summary>
    public required IReadOnlyList<string> Keys { get; init; }

    /// <summary>Who may hand out the keys; null while the block is free, and of a stub.</summary>
    public KeyLease? Lease { get; init; }

    /// <summary>Since when the block is a stub; null while it has keys.</summary>
    public DateTimeOffset? UsedUpAt { get; init; }

    /// <summary>Opaque version of the row as read; empty for a block that has not been stored.</summary>
    public string ETag { get; init; } = "";

    public bool IsFree => Lease is null && UsedUpAt is null;

    /// <summary>The same block, to be handed out by anyone, or a stub when it has no keys left.</summary>
    public KeyBlock Freed(IReadOnlyList<string> rest, DateTimeOffset now) =>
        rest.Count == 0 ? UsedUp(now) : this with { Lease = null, Keys = rest };

    /// <summary>The same block as a stub.</summary>
    public KeyBlock UsedUp(DateTimeOffset now) => this with { Lease = null, UsedUpAt = now };
}
