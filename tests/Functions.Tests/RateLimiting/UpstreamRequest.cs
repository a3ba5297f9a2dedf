namespace Serverless.Functions.Tests.RateLimiting;

/// <summary>A request as it reached an API behind the gateway.</summary>
/// <param name="Target">As it stood in the request line.</param>
/// <param name="Headers">By name without case.</param>
public sealed record UpstreamRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <summary>The header; null when it was not sent.</summary>
    public string? Header(string name) => Headers.GetValueOrDefault(name);
}
