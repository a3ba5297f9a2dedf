using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Core.RateLimiting;
using Serverless.Functions.Requests;

namespace Serverless.Functions.RateLimiting;

/// <summary><c>/api/ratelimit/rules/{id}</c>: puts, reads and deletes one rule, for callers who may manage its API.</summary>
public sealed class RulesFunctions(RequestPipeline pipeline, RuleEditor rules, Revisions revisions)
{
    [Function("PutRateLimitRule")]
    public Task<IResult> PutRuleAsync([HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/ratelimit/rules/{id}")] HttpRequest request, string id) =>
        pipeline.RunAsync(request, RateLimitOperations.PutRule, async context =>
        {
            using var body = await RequestBody.ReadJsonAsync(request);
            var (rule, errors) = RuleValidation.Check(id, JsonReading.Read(body.RootElement, RateLimitsJson.Web.RuleRequest), revisions.Next());
            if (rule is null)
            {
                return new ProblemResult(Problems.Invalid(errors));
            }

            context.Require(rule.Api);
            var isNew = await rules.PutAsync(rule, replaced => context.Require(replaced.Api), context.Aborted);
            return isNew
                ? new CreatedResult<RuleAnswer>($"/api/ratelimit/rules/{id}", RuleAnswer.Of(rule), RateLimitsJson.Web.RuleAnswer)
                : TypedResults.Json(RuleAnswer.Of(rule), RateLimitsJson.Web.RuleAnswer);
        });

    [Function("GetRateLimitRule")]
    public Task<IResult> GetRuleAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/ratelimit/rules/{id}")] HttpRequest request, string id) =>
        pipeline.RunAsync(request, RateLimitOperations.GetRule, async context =>
        {
            if (await rules.FindAsync(id, context.Aborted) is not { } rule)
            {
                return new ProblemResult(Problems.NotFound("rule"));
            }

            context.Require(rule.Api);
            return TypedResults.Json(RuleAnswer.Of(rule), RateLimitsJson.Web.RuleAnswer);
        });

    [Function("DeleteRateLimitRule")]
    public Task<IResult> DeleteRuleAsync([HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/ratelimit/rules/{id}")] HttpRequest request, string id) =>
        pipeline.RunAsync(request, RateLimitOperations.DeleteRule, async context =>
            await rules.DeleteAsync(id, deleted => context.Require(deleted.Api), context.Aborted)
                ? TypedResults.NoContent()
                : new ProblemResult(Problems.NotFound("rule")));
}
