using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Core;
using Serverless.Core.Access;
using Serverless.Core.RateLimiting.Checking;
using Serverless.Functions.Description;
using Serverless.Functions.RateLimiting.Checking;
using Serverless.Functions.Requests;

namespace Serverless.Functions.RateLimiting.Counters;

/// <summary><c>POST /api/ratelimit/refund</c>: gives back what a check took, because what it was for did not happen or does not count.</summary>
[Tags("Rate limits")]
public sealed class RefundFunction(RequestPipeline pipeline, CallerCounters counters)
{
    [Function("RefundRateLimit")]
    [EndpointSummary("Gives back what a check took")]
    [EndpointDescription("Never more than makes the limit full, and nothing of a window that is over. A refund that is sent twice gives back twice.")]
    [NeedsScope(ScopeNames.CheckRateLimits, Per = "api")]
    [Takes(typeof(RefundRequest), RateLimitExamples.Refund)]
    [Responds(200, "What came back.", typeof(RefundResponse), RateLimitExamples.Refunded)]
    public Task<IResult> RefundAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/ratelimit/refund")] HttpRequest request) =>
        pipeline.RunAsync(request, RateLimitOperations.Refund, async context =>
        {
            var wanted = await JsonBody.ReadRequiredAsync(request, CountersJson.Web.RefundRequest);
            var errors = new FieldErrors().Add("at", wanted.At is null ? "is required: the time that the check answered." : null);
            var check = CheckParser.Make(new CheckRequest { Api = wanted.Api, Op = wanted.Op, Caller = wanted.Caller, Cost = wanted.Cost }, peek: false, errors);
            if (check is null)
            {
                return new ProblemResult(Problems.Invalid(errors));
            }

            context.Require(check.Api);
            var result = await counters.RefundAsync(check, wanted.At!.Value);
            return result.Errors is { } wrong ? new ProblemResult(Problems.Invalid(wrong))
                : result.IsUnavailable ? new ProblemResult(RateLimitProblems.CountersUnavailable())
                : TypedResults.Json(
                    new RefundResponse([.. result.Returned.Select(each => new RefundResponse.Refund(each.Rule, each.Permits))]), CountersJson.Web.RefundResponse);
        });
}

/// <summary>How many permits came back to which rule: none where the window that they were taken in is over.</summary>
public sealed record RefundResponse(IReadOnlyList<RefundResponse.Refund> Returned)
{
    public sealed record Refund(string Rule, long Permits);
}
