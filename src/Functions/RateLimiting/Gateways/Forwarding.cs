using Serverless.Core.RateLimiting.Checking;
using Serverless.Core.RateLimiting.Rules;

namespace Serverless.Functions.RateLimiting.Gateways;

/// <summary>A request that may be forwarded.</summary>
/// <param name="Path">Decoded, as it was matched; not refused by <see cref="Core.RateLimiting.Routing.RequestPath"/>.</param>
/// <param name="IsSandboxed">Whether a browser may run nothing of the answer in our origin.</param>
public sealed record Forwarding(ApiDefinition Api, ApiOperation Operation, string Path, RateLimitDecision Decision, bool IsSandboxed)
{
    /// <summary>Whether the API gave no answer, and the gateway gives one.</summary>
    public bool IsUnanswered { get; set; }
}
