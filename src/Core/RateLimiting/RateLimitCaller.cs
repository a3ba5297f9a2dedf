namespace Serverless.Core.RateLimiting;

/// <summary>Who makes a request that is to be limited; whatever is not known is null.</summary>
/// <param name="Ip">As text; counted by /64 if it is IPv6.</param>
/// <param name="Headers">By name in lower case; null for none.</param>
/// <param name="Plan">Null for that of the caller's record, if there is one.</param>
public sealed record RateLimitCaller(
    string? User = null,
    string? ApiKey = null,
    string? Ip = null,
    IReadOnlyDictionary<string, string>? Headers = null,
    string? Plan = null);
