namespace Serverless.Client.RateLimiting;

/// <summary>Which answers of an upstream count; what a request took whose answer does not is given back.</summary>
/// <param name="Status">Status codes such as <c>&lt;500</c> or <c>200-299,404</c>.</param>
public sealed record RateLimitCountCondition(string Status);
