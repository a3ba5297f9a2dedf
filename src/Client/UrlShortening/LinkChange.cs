namespace Serverless.Client;

/// <summary>What to change of a link; null leaves a property as it is.</summary>
public sealed record LinkChange
{
    /// <summary>Where it is to lead.</summary>
    public string? Url { get; init; }

    /// <summary>When it is to end.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>301 or 302.</summary>
    public int? Redirect { get; init; }

    /// <summary>What to call it; empty for nothing.</summary>
    public string? Title { get; init; }

    /// <summary>All words to find it by; empty for none.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>Whether the query of the short URL is appended to the target's.</summary>
    public bool? ForwardQuery { get; init; }
}
