namespace Serverless.Core.Access;

/// <summary>A stored API key: everything but the secret, of which only the hash is kept.</summary>
public sealed record ApiKey
{
    /// <summary>Public name of the key: it is derived from the hash of its first secret, or is a part of its secrets.</summary>
    public required string Id { get; init; }

    /// <summary>SHA-256 of the secret, base64url.</summary>
    public required string Hash { get; init; }

    public required string Owner { get; init; }

    public required IReadOnlyList<Scope> Scopes { get; init; }

    /// <summary>Whole milliseconds, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From this instant the key is refused; null for never. Whole milliseconds, UTC.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Of the secret that was rotated last; null for none.</summary>
    public string? PreviousHash { get; init; }

    /// <summary>From this instant the secret of <see cref="PreviousHash"/> is refused. Whole milliseconds, UTC.</summary>
    public DateTimeOffset? PreviousUntil { get; init; }

    /// <summary>The day (UTC) of the last use that is known; null for none.</summary>
    public DateOnly? LastUsedOn { get; init; }

    public bool IsExpired(DateTimeOffset now) => ExpiresAt <= now;

    /// <summary>Whether a secret of this hash is one of the key's that still holds.</summary>
    public bool Accepts(string hash, DateTimeOffset now) =>
        !IsExpired(now)
        && (ApiKeySecret.HashEquals(Hash, hash) || (PreviousHash is { } previous && now < PreviousUntil && ApiKeySecret.HashEquals(previous, hash)));
}
