using Serverless.Client.RateLimiting;

namespace Serverless.Client.AspNetCore;

/// <summary>How a request that passed was limited, among its <c>HttpContext.Features</c>.</summary>
/// <param name="Decision">What the service decided; null when it was not there to ask.</param>
public sealed record RateLimitingFeature(RateLimitDecision? Decision)
{
    /// <summary>Whether the request passed without being counted by the shared counters.</summary>
    public bool IsDegraded => Decision is null || Decision.Degraded == true;
}
