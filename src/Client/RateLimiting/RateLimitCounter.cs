namespace Serverless.Client;

/// <summary>What a caller has left of one rule.</summary>
public sealed record RateLimitCounter
{
    /// <summary>The rule.</summary>
    public required string Rule { get; init; }

    /// <summary>The caller's plan, that of its record where none was named; null for none.</summary>
    public string? Plan { get; init; }

    /// <summary>How many the rule admits; null, as the rest is, where it does not limit callers of the plan.</summary>
    public long? Limit { get; init; }

    /// <summary>How many are left.</summary>
    public long? Remaining { get; init; }

    /// <summary>When one request would be admitted, from now; null where one is, and where none ever will be.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>When the whole limit is there again.</summary>
    public DateTimeOffset? ResetAt { get; init; }
}

/// <summary>What a refund gave back to one rule.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Permits">How many came back: none where the window that they were taken in is over.</param>
public sealed record RateLimitRefund(string Rule, long Permits);

/// <summary>The body of a refund.</summary>
internal sealed record RefundRequest(string Api, string Op, RateLimitCaller? Caller, long? Cost, DateTimeOffset At);

/// <summary>The answer to a refund.</summary>
internal sealed record RefundAnswer(IReadOnlyList<RateLimitRefund> Returned);
