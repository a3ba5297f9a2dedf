using Serverless.Core.RateLimiting;

namespace Serverless.Functions.RateLimiting;

/// <summary>A request that may be forwarded.</summary>
/// <param name="Path">Decoded, as it was matched; not refused by <see cref="GatewayPath"/>.</param>
public sealed record Forwarding(ApiDefinition Api, string Path, RateLimitDecision Decision);
