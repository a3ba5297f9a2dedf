namespace Serverless.Client.RateLimiting;

/// <summary>Which requests are an operation.</summary>
/// <param name="Op">The operation's name.</param>
/// <param name="Method">An HTTP method, or <c>*</c>.</param>
/// <param name="Route">A route pattern such as <c>orders/{id}</c>.</param>
public sealed record RateLimitOperation(string Op, string Method, string Route)
{
    /// <summary>Which answers of the upstream count, where the gateway forwards; null for all.</summary>
    public RateLimitCountCondition? CountWhen { get; init; }
}
