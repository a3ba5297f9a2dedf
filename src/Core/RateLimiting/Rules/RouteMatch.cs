namespace Serverless.Core.RateLimiting.Rules;

/// <summary>What a request was found to be.</summary>
/// <param name="Operation">Null when the API has none for it, or when it was refused.</param>
/// <param name="Refused">What of the request servers may read in more than one way; null for nothing.</param>
/// <param name="Reason">Continues "The method" or "The path"; null unless something was refused.</param>
public readonly record struct RouteMatch(ApiOperation? Operation, RouteMatch.Part? Refused = null, string? Reason = null)
{
    /// <summary>A part of a request that routes are chosen by.</summary>
    public enum Part
    {
        Method,
        Path,
    }
}
