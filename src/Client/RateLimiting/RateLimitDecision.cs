namespace Serverless.Client;

/// <summary>The answer to a <see cref="RateLimitCheck"/>.</summary>
public sealed record RateLimitDecision
{
    /// <summary>Whether the caller may.</summary>
    public required bool Allowed { get; init; }

    /// <summary>How many the reported rule admits; null when no rule applies.</summary>
    public long? Limit { get; init; }

    /// <summary>How many are left; null when no rule applies.</summary>
    public long? Remaining { get; init; }

    /// <summary>When to come again, from now; null unless denied.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>When the whole limit is there again.</summary>
    public DateTimeOffset? ResetAt { get; init; }

    /// <summary>The denying rule, else the one with least remaining; null when none applies.</summary>
    public string? Rule { get; init; }

    /// <summary>Whether it was decided without the shared counters.</summary>
    public bool? Degraded { get; init; }

    /// <summary>When it was taken, by the clock of the counters, which a refund names; null when nothing was taken there.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Why this check of a batch could not be decided; null when it was.</summary>
    public Problem? Problem { get; init; }
}
