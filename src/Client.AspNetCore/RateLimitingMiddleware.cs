using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Serverless.Client.AspNetCore;

/// <summary>Lets a request pass, or refuses it as the service does.</summary>
internal sealed class RateLimitingMiddleware(RequestDelegate next, CheckSender checks, IOptions<ServerlessRateLimitingOptions> options)
{
    private const string ProblemType = "application/problem+json";

    private static readonly byte[] Away =
        """{"type":"urn:problem-type:serverless:limits-unavailable","title":"The rate limiter can't be reached.","status":503,"detail":"Try again in a moment. Nobody passes uncounted here."}"""u8.ToArray();

    private readonly ServerlessRateLimitingOptions options = options.Value;

    public async Task InvokeAsync(HttpContext context)
    {
        if (options.Operation(context) is not { } operation)
        {
            await next(context);
            return;
        }

        var check = new RateLimitCheck { Api = options.Api!, Op = operation, Caller = options.Caller(context), Cost = options.Cost(context) };
        var answer = await checks.AskAsync(check, context.RequestAborted);
        foreach (var (name, value) in answer?.Headers ?? [])
        {
            context.Response.Headers[name] = value;
        }

        await (answer switch
        {
            { IsAllowed: true } => PassAsync(context, answer.Decision),
            { } => RefuseAsync(context, answer.Status, answer.Body),
            _ when options.OnFailure == RateLimitFailureMode.Open => PassAsync(context, null),
            _ => RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, Away),
        });
    }

    private Task PassAsync(HttpContext context, RateLimitDecision? decision)
    {
        context.Features.Set(new RateLimitingFeature(decision));
        return next(context);
    }

    private static async Task RefuseAsync(HttpContext context, int status, byte[] problem)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = ProblemType;
        response.ContentLength = problem.Length;
        response.Headers.CacheControl = "no-store";
        if (status == StatusCodes.Status503ServiceUnavailable && response.Headers.RetryAfter.Count == 0)
        {
            response.Headers.RetryAfter = "1";
        }

        await response.Body.WriteAsync(problem, context.RequestAborted);
    }
}

/// <summary>How a request that passed was limited, among its <c>HttpContext.Features</c>.</summary>
/// <param name="Decision">What the service decided; null when it was not there to ask.</param>
public sealed record RateLimitingFeature(RateLimitDecision? Decision)
{
    /// <summary>Whether the request passed without being counted by the shared counters.</summary>
    public bool IsDegraded => Decision is null || Decision.Degraded == true;
}
