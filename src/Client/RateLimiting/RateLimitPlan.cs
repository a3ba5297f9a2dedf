namespace Serverless.Client.RateLimiting;

/// <summary>What a rule allows to callers of one plan.</summary>
public sealed record RateLimitPlan
{
    /// <summary>How many are admitted per time unit, 0 for none at all; null where it is <see cref="Unlimited"/>.</summary>
    public long? Requests { get; init; }

    /// <summary>The most that pass at once, of a token bucket alone; null for as many as <see cref="Requests"/>.</summary>
    public long? Burst { get; init; }

    /// <summary>Whether the rule does not limit these callers; null for false.</summary>
    public bool? Unlimited { get; init; }
}
