namespace Serverless.Core.Access;

/// <summary>A stored API key: everything but the secret, of which only the hash is kept.</summary>
public sealed record ApiKey
{
    /// <summary>Public name of the key, derived from its hash.</summary>
    public required string Id { get; init; }

    /// <summary>SHA-256 of the secret, base64url.</summary>
    public required string Hash { get; init; }

    public required string Owner { get; init; }

    public required IReadOnlyList<Scope> Scopes { get; init; }

    /// <summary>Whole milliseconds, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From this instant the key is refused; null for never. Whole milliseconds, UTC.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    public bool IsExpired(DateTimeOffset now) => ExpiresAt <= now;
}
