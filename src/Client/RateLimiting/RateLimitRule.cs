using System.Text.Json.Serialization;

namespace Serverless.Client;

/// <summary>How often an operation of an API may be done. Null stands for the service's default; what the service answers has no nulls but <see cref="Burst"/> and <see cref="Plans"/>.</summary>
public sealed record RateLimitRule
{
    /// <summary>The rule's name, 1-100 of <c>[A-Za-z0-9._-]</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Names this state of it, for <see cref="WriteCondition.Has"/>; null where it came in a list.</summary>
    [JsonIgnore]
    public string? ETag { get; init; }

    /// <summary>The API that it limits.</summary>
    public required string Api { get; init; }

    /// <summary>The operation of the API; <c>*</c> for all of them together.</summary>
    public required string Op { get; init; }

    /// <summary>The time that <see cref="Requests"/> are counted over.</summary>
    public required RateLimitUnit TimeUnit { get; init; }

    /// <summary>How many are admitted per <see cref="TimeUnit"/>.</summary>
    public required long Requests { get; init; }

    /// <summary>Null for <see cref="RateLimitAlgorithm.SlidingWindowCounter"/>.</summary>
    public RateLimitAlgorithm? Algorithm { get; init; }

    /// <summary>A value of <see cref="Client.IdentifyBy"/>; null for the user.</summary>
    public string? IdentifyBy { get; init; }

    /// <summary>The most that pass at once, of a token bucket alone; null for as many as <see cref="Requests"/>.</summary>
    public long? Burst { get; init; }

    /// <summary>What callers of a plan are allowed instead, by the plan's name; null for none.</summary>
    public IReadOnlyDictionary<string, RateLimitPlan>? Plans { get; init; }

    /// <summary>Null for <see cref="RateLimitFailureMode.Open"/>.</summary>
    public RateLimitFailureMode? OnFailure { get; init; }

    /// <summary>Null for <see cref="RateLimitMode.Enforce"/>.</summary>
    public RateLimitMode? Mode { get; init; }

    /// <summary>Null for true.</summary>
    public bool? Enabled { get; init; }
}

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
