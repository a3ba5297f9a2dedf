using System.Text.Json.Serialization;

namespace Serverless.Client;

/// <summary>A short link.</summary>
public sealed record ShortLink
{
    /// <summary>What identifies it: drawn by the service, or the alias.</summary>
    public required string Key { get; init; }

    /// <summary>Where it leads.</summary>
    public required string Url { get; init; }

    /// <summary>What people follow.</summary>
    public required string ShortUrl { get; init; }

    /// <summary>Whose it is.</summary>
    public required string Owner { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ends.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>301 or 302.</summary>
    public required int Redirect { get; init; }

    /// <summary>What its owner calls it; null for nothing.</summary>
    public string? Title { get; init; }

    /// <summary>Words that its owner finds it by.</summary>
    public IReadOnlyList<string> Tags { get; init => field = value ?? []; } = [];

    /// <summary>Whether the query of the short URL is appended to the target's.</summary>
    public bool ForwardQuery { get; init; }

    /// <summary>Clicks of people, where all links of an owner were asked for; else null.</summary>
    public long? Clicks { get; init; }

    /// <summary>Clicks of others than people, where all links of an owner were asked for; else null.</summary>
    public long? Bots { get; init; }

    /// <summary>When it ended; null while it lives.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Names this state of it, for <see cref="WriteCondition.Has"/>; null where it came in a list.</summary>
    [JsonIgnore]
    public string? ETag { get; init; }
}
