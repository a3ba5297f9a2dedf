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

/// <summary>What a rule does while its counters can't be reached.</summary>
public enum FailureMode
{
    /// <summary>Goes on limiting, counted in each instance's memory: an outage multiplies the limit by the number of instances.</summary>
    Open,

    /// <summary>Refuses.</summary>
    Closed,
}

/// <summary>Whether a rule's verdict has an effect.</summary>
public enum RuleMode
{
    Enforce,

    /// <summary>Counts and is measured, but denies nobody.</summary>
    DryRun,
}

/// <summary>How a rule counts.</summary>
public enum RateLimitAlgorithm
{
    /// <summary>Two fixed windows, the earlier one weighted by how much of it the sliding window still covers: small state, a small error.</summary>
    SlidingWindowCounter,

    /// <summary>A counter for each UTC-aligned window: up to twice the limit across a boundary.</summary>
    FixedWindow,

    /// <summary>The time of each admitted request: exact, with state that grows with the limit.</summary>
    SlidingWindowLog,

    /// <summary>A bucket of <see cref="RateLimitRule.Burst"/> tokens, refilled at <see cref="RateLimitRule.Requests"/> per time unit.</summary>
    TokenBucket,
}

/// <summary>The length of a rule's window.</summary>
public enum RateLimitUnit
{
    Second,
    Minute,
    Hour,
    Day,

    /// <summary>From Monday to Sunday, in UTC; for fixed windows alone.</summary>
    Week,

    /// <summary>A calendar month in UTC; for fixed windows alone.</summary>
    Month,
}

/// <summary>What a rule allows to callers of one plan, instead of what it allows to all others.</summary>
/// <param name="Requests">Permits per window; 0 for none at all.</param>
/// <param name="Burst">Size of a token bucket; equal to <paramref name="Requests"/> for the other algorithms.</param>
/// <param name="Unlimited">The rule does not count these callers; both numbers mean nothing then.</param>
public sealed record PlanLimit(long Requests, long Burst, bool Unlimited = false)
{
    /// <summary>Whether nobody of the plan is ever admitted.</summary>
    public bool IsBlocked => !Unlimited && Requests == 0;
}
