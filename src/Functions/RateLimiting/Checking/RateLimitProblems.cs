using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Serverless.Core.RateLimiting;
using Serverless.Core.RateLimiting.Checking;
using Serverless.Core.RateLimiting.Rules;
using Serverless.Functions.Requests;

namespace Serverless.Functions.RateLimiting.Checking;

/// <summary>The problem documents of the limiter and its gateway.</summary>
public static class RateLimitProblems
{
    /// <summary>The problem of a check that was not allowed. Denials are answered by <see cref="QuotaExceeded"/>, which writes the same faster.</summary>
    public static ProblemDetails Of(RateLimitDecision decision) => decision.Status switch
    {
        RateLimitStatus.Denied => Denied(decision),
        RateLimitStatus.Unavailable => With(CountersUnavailable("The limit's rule says that nobody passes uncounted."), decision),
        _ => Problems.Invalid(decision.Errors!),
    };

    public static ProblemDetails CountersUnavailable(string reason = "Nothing was changed that is known of.") => Problems.Create(
        StatusCodes.Status503ServiceUnavailable, ProblemTypes.LimitsUnavailable, "The counters of a limit can't be reached.", $"Try again in a moment. {reason}");

    public static ProblemDetails NoOperation(string api) => Problems.Create(
        StatusCodes.Status404NotFound, ProblemTypes.NoOperation, "The API has no such operation.",
        $"Send a request whose method and path the API '{api}' has an operation for.");

    /// <summary>The problem of a request that no operation was found for; null when one was.</summary>
    public static ProblemDetails? Of(in RouteMatch match, string api) => match switch
    {
        { Refused: RouteMatch.Part.Method } => AmbiguousMethod(match.Reason!),
        { Refused: RouteMatch.Part.Path } => AmbiguousPath(match.Reason!),
        { Operation: null } => NoOperation(api),
        _ => null,
    };

    public static ProblemDetails AmbiguousMethod(string reason) => Problems.Create(
        StatusCodes.Status400BadRequest, ProblemTypes.AmbiguousMethod, "The method could be read in more than one way.", $"The method {reason}");

    public static ProblemDetails AmbiguousPath(string reason) => Problems.Create(
        StatusCodes.Status400BadRequest, ProblemTypes.AmbiguousPath, "The path could be read in more than one way.", $"The path {reason}");

    public static ProblemDetails UpgradeRefused() => Problems.Create(
        StatusCodes.Status501NotImplemented, ProblemTypes.UpgradeRefused, "The gateway forwards no protocol upgrades.", "Connect to the API itself for WebSockets and the like.");

    public static ProblemDetails UpstreamFailed() => Problems.Create(
        StatusCodes.Status502BadGateway, ProblemTypes.UpstreamFailed, "The API could not be reached, or did not answer as HTTP.", "Try again later. The operator's log says what happened.");

    public static ProblemDetails UpstreamRefused() => Problems.Create(
        StatusCodes.Status502BadGateway, ProblemTypes.UpstreamRefused, "The API is where nothing may be forwarded to.",
        "The operator has to allow its host in Gateway:AllowedHosts, and its address in Network:AllowedAddresses unless it is public.");

    public static ProblemDetails UpstreamTimeout() => Problems.Create(
        StatusCodes.Status504GatewayTimeout, ProblemTypes.UpstreamTimeout, "The API did not answer in time.", "Try again later. What was sent may have had its effect.");

    // As it is written.
    private static ProblemDetails Denied(RateLimitDecision decision) => JsonSerializer.Deserialize(
        JsonSerializer.SerializeToUtf8Bytes(QuotaExceeded.Of(decision, StatusCodes.Status429TooManyRequests), CheckingJson.Web.QuotaExceeded), CheckingJson.Web.ProblemDetails)!;

    private static ProblemDetails With(ProblemDetails problem, RateLimitDecision decision)
    {
        foreach (var field in JsonSerializer.SerializeToElement(DecisionResponse.Of(decision), CheckingJson.Web.DecisionResponse).EnumerateObject())
        {
            problem.Extensions[field.Name] = field.Value;
        }

        return problem;
    }
}
