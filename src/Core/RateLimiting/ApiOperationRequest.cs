namespace Serverless.Core.RateLimiting;

/// <summary>An operation of an API as a user asks for it.</summary>
public sealed record ApiOperationRequest
{
    public string? Op { get; init; }

    /// <summary>An HTTP method, or <c>*</c>.</summary>
    public string? Method { get; init; }

    /// <summary>A route pattern such as <c>orders/{id}</c>, with or without a slash at its beginning.</summary>
    public string? Route { get; init; }
}
