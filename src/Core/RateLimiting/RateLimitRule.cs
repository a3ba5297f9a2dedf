namespace Serverless.Core.RateLimiting;

/// <summary>A limit on one operation of an API, or on all of them together.</summary>
public sealed record RateLimitRule
{
    /// <summary>The most that <see cref="Requests"/> and <see cref="Burst"/> may be: what counters calculate with then stays below 2^53, see <see cref="CounterLimit"/>.</summary>
    public const long MaxPermits = 1_000_000_000;

    /// <summary>The most that <see cref="Requests"/> may be for a sliding log.</summary>
    public const long MaxLogRequests = 10_000;

    /// <summary>The <see cref="Op"/> of a rule for the whole API.</summary>
    public const string AnyOp = "*";

    /// <summary>A name, see <see cref="ResourceName"/>.</summary>
    public required string Id { get; init; }

    public required string Api { get; init; }

    /// <summary>The operation of the API; <see cref="AnyOp"/> for all of them together.</summary>
    public required string Op { get; init; }

    public required RateLimitUnit TimeUnit { get; init; }

    /// <summary>Permits per <see cref="TimeUnit"/>, 1 or more; at most 10,000 for a sliding log.</summary>
    public required long Requests { get; init; }

    public RateLimitAlgorithm Algorithm { get; init; } = RateLimitAlgorithm.SlidingWindowCounter;

    public IdentityKind IdentifyBy { get; init; } = IdentityKind.User;

    /// <summary>The header's name in lower case where <see cref="IdentifyBy"/> is <see cref="IdentityKind.Header"/>; else null.</summary>
    public string? Header { get; init; }

    /// <summary>Size of a token bucket; equal to <see cref="Requests"/> for the other algorithms.</summary>
    public required long Burst { get; init; }

    /// <summary>What callers of a plan are allowed instead, by the plan's name; null for none. Never of a global rule.</summary>
    public IReadOnlyDictionary<string, PlanLimit>? Plans { get; init; }

    public FailureMode OnFailure { get; init; } = FailureMode.Open;

    public RuleMode Mode { get; init; } = RuleMode.Enforce;

    public bool Enabled { get; init; } = true;

    /// <summary>Differs between any two states of a rule; new with every write. What was remembered of an earlier revision no longer holds.</summary>
    public required string Revision { get; init; }
}
