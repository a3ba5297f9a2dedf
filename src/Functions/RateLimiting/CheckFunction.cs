using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Core.RateLimiting;
using Serverless.Core.Validation;
using Serverless.Functions.Requests;

namespace Serverless.Functions.RateLimiting;

/// <summary><c>POST /api/ratelimit/check</c>: decides one check, or up to 100; with <c>?peek=true</c> it only looks.</summary>
public sealed class CheckFunction(RequestPipeline pipeline, RateLimiter limiter)
{
    private const string PeekField = "peek";

    [Function("CheckRateLimit")]
    public Task<IResult> CheckAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/ratelimit/check")] HttpRequest request) =>
        pipeline.RunAsync(request, RateLimitOperations.Check, DecideAsync);

    private async Task<IResult> DecideAsync(RequestContext context)
    {
        var peek = IsPeek(context.Request);
        var bytes = await RequestBody.ReadAsync(context.Request);
        if (CheckReading.TryReadOne(bytes.Span, peek) is { } single)
        {
            return await DecideAsync(context, single);
        }

        using var body = RequestBody.ParseJson(bytes);
        var checks = CheckReading.Read(body.RootElement, peek);
        if (body.RootElement.ValueKind != JsonValueKind.Array)
        {
            return await DecideAsync(context, checks[0]);
        }

        foreach (var check in checks)
        {
            context.Require(check.Api);
        }

        var decisions = await limiter.CheckAsync(checks, context.Aborted);
        return TypedResults.Json<IReadOnlyList<DecisionAnswer>>([.. decisions.Select(AnswerOf)], RateLimitsJson.Web.IReadOnlyListDecisionAnswer);
    }

    // Not given up when the client goes: a check is short, and what it has taken is taken.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<IResult> DecideAsync(RequestContext context, RateLimitCheck check)
    {
        context.Require(check.Api);
        var decision = await limiter.CheckAsync(check, CancellationToken.None);
        return decision.Allowed ? new AllowedResult(decision) : new RefusedResult(decision);
    }

    // A denial in a batch is an answer like any other; what could not be decided says why.
    private static DecisionAnswer AnswerOf(RateLimitDecision decision) => decision.Status is RateLimitStatus.Allowed or RateLimitStatus.Denied
        ? DecisionAnswer.Of(decision)
        : DecisionAnswer.Of(decision) with { Problem = RateLimitProblems.Of(decision) };

    private static bool IsPeek(HttpRequest request)
    {
        var peek = request.Query[PeekField];
        return peek.Count != 0 && (bool.TryParse(peek.ToString(), out var value)
            ? value
            : throw new RequestRefusedException(FieldErrors.Of(PeekField, "must be true or false.")));
    }
}
