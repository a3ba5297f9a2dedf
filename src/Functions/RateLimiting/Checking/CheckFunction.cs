using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Core.Access;
using Serverless.Core.RateLimiting;
using Serverless.Core.RateLimiting.Checking;
using Serverless.Functions.Description;
using Serverless.Functions.Requests;

namespace Serverless.Functions.RateLimiting.Checking;

/// <summary><c>POST /api/ratelimit/check</c>: decides one check, or up to 100; with <c>?peek=true</c> it only looks.</summary>
[Tags("Rate limits")]
public sealed class CheckFunction(RequestPipeline pipeline, RateLimiter limiter)
{
    private const string PeekField = "peek";

    // Not given up when the client goes: a check is short, and what it has taken is taken.
    private static readonly CancellationToken WhateverTheClientDoes = CancellationToken.None;

    [Function("CheckRateLimit")]
    [EndpointSummary("Decides whether a caller may do something now")]
    [EndpointDescription("One check is answered with 200 or 429, a list always with 200 and a list. Where no rule applies, everything is allowed and 'rule' is null.")]
    [NeedsScope(ScopeNames.CheckRateLimits, Per = "api")]
    [Parameter("peek", "Whether the check only looks, and takes no permit.", "true", OneOf = ["true", "false"])]
    [Takes(typeof(CheckRequest), RateLimitExamples.Check, OrListOf = CheckParser.MaxBatch)]
    [Responds(200, "Allowed; or what became of each check of a list.", typeof(DecisionResponse), RateLimitExamples.Allowed, OrList = true, Headers = [RateLimitHeaders.Policy, RateLimitHeaders.Limit])]
    public Task<IResult> CheckAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/ratelimit/check")] HttpRequest request) =>
        pipeline.RunAsync(request, RateLimitOperations.Check, DecideAsync);

    private async Task<IResult> DecideAsync(RequestContext context)
    {
        var peek = QueryFlag.Read(context.Request, PeekField);
        var bytes = await RequestBody.ReadAsync(context.Request);
        if (CheckParser.TryReadOne(bytes.Span, peek) is { } single)
        {
            context.Require(single.Api);
            return Answer(await limiter.CheckAsync(single, WhateverTheClientDoes));
        }

        using var body = RequestBody.Parse(bytes);
        var checks = CheckParser.Read(body.RootElement, peek);
        if (body.RootElement.ValueKind != JsonValueKind.Array)
        {
            context.Require(checks[0].Api);
            return Answer(await limiter.CheckAsync(checks[0], WhateverTheClientDoes));
        }

        foreach (var check in checks)
        {
            context.Require(check.Api);
        }

        var decisions = await limiter.CheckAsync(checks, context.Aborted);
        return TypedResults.Json<IReadOnlyList<DecisionResponse>>([.. decisions.Select(AnswerOf)], CheckingJson.Web.IReadOnlyListDecisionResponse);
    }

    private static IResult Answer(RateLimitDecision decision) => decision.Allowed ? new AllowedResult(decision) : new RefusedResult(decision);

    // A denial in a batch is an answer like any other; what could not be decided says why.
    private static DecisionResponse AnswerOf(RateLimitDecision decision) => decision.Status is RateLimitStatus.Allowed or RateLimitStatus.Denied
        ? DecisionResponse.Of(decision)
        : DecisionResponse.Of(decision) with { Problem = RateLimitProblems.Of(decision) };
}
