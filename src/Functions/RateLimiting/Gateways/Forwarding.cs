using Serverless.Core.RateLimiting.Checking;
using Serverless.Core.RateLimiting.Rules;

namespace Serverless.Functions.RateLimiting.Gateways;

/// <summary>A request that may be forwarded.</summary>
/// <param name="Path">Decoded, as it was matched; not refused by <see cref="Core.RateLimiting.Routing.RequestPath"/>.</param>
/// <param name="IsSandboxed">Whether a browser may run nothing of the answer in our origin.</param>
public sealed record Forwarding(ApiDefinition Api, string Path, RateLimitDecision Decision, bool IsSandboxed);
