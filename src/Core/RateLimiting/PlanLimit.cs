namespace Serverless.Core.RateLimiting;

/// <summary>What a rule allows to callers of one plan, instead of what it allows to all others.</summary>
/// <param name="Requests">Permits per window; 0 for none at all.</param>
/// <param name="Burst">Size of a token bucket; equal to <paramref name="Requests"/> for the other algorithms.</param>
/// <param name="Unlimited">The rule does not count these callers; both numbers mean nothing then.</param>
public sealed record PlanLimit(long Requests, long Burst, bool Unlimited = false)
{
    /// <summary>Whether nobody of the plan is ever admitted.</summary>
    public bool IsBlocked => !Unlimited && Requests == 0;
}
