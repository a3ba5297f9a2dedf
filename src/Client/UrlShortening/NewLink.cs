namespace Serverless.Client;

/// <summary>A link to be made.</summary>
public sealed record NewLink
{
    /// <summary>Where it leads, kept byte for byte.</summary>
    public required string Url { get; init; }

    /// <summary>The key it is to have, 4-64 of <c>[A-Za-z0-9_-]</c>, for admins from 1 on; null for a short one that the service draws.</summary>
    public string? Alias { get; init; }

    /// <summary>When it ends, at most ten years ahead; null for a year from now, unless <see cref="ExpiresIn"/> is given.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>How long it lives; not together with <see cref="ExpiresAt"/>.</summary>
    public TimeSpan? ExpiresIn { get; init; }

    /// <summary>301, or 302 to see every click; null for 301.</summary>
    public int? Redirect { get; init; }

    /// <summary>What to call it, up to 200 characters on one line; null for nothing.</summary>
    public string? Title { get; init; }

    /// <summary>Words to find it by: up to 10, each 1-50 characters without commas.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>Whether the query of the short URL is appended to the target's; null for no.</summary>
    public bool? ForwardQuery { get; init; }

    /// <summary>Whose it is; null for the caller's. Another owner's is for admins to make.</summary>
    public string? Owner { get; init; }

    /// <summary>When it was made elsewhere; null for now. For admins.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Clicks of people that were counted elsewhere; null for none. For admins.</summary>
    public long? Clicks { get; init; }

    /// <summary>Clicks of others than people that were counted elsewhere; null for none. For admins.</summary>
    public long? Bots { get; init; }

    /// <summary>When it ended, to keep its key in quarantine; null for a link that lives. For admins, and with an alias.</summary>
    public DateTimeOffset? EndedAt { get; init; }
}
