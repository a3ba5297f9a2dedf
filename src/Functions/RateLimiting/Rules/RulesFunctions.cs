using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Core.Access;
using Serverless.Core.RateLimiting;
using Serverless.Core.RateLimiting.Rules;
using Serverless.Functions.Description;
using Serverless.Functions.Requests;

namespace Serverless.Functions.RateLimiting.Rules;

/// <summary><c>/api/ratelimit/rules/{id}</c>: puts, reads and deletes one rule, for callers who may manage its API.</summary>
[Tags("Rate limits")]
public sealed class RulesFunctions(RequestPipeline pipeline, DocumentEditor<RateLimitRule> rules, RevisionGenerator revisions)
{
    [Function("PutRateLimitRule")]
    [Tagged]
    [EndpointSummary("Makes or replaces a rule")]
    [EndpointDescription("What is left out takes its default. This instance applies the rule from its next check on, the others within 10 s.")]
    [NeedsScope(ScopeNames.ManageRateLimits, Per = "api")]
    [Takes(typeof(RuleRequest), RateLimitExamples.NewRule)]
    [Responds(201, "The rule is new.", typeof(RuleResponse), RateLimitExamples.Rule, Headers = [ResponseHeaders.Location])]
    [Responds(200, "The rule has replaced an older one.", typeof(RuleResponse), RateLimitExamples.Rule)]
    public Task<IResult> PutRuleAsync([HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/ratelimit/rules/{id}")] HttpRequest request, string id) =>
        pipeline.RunAsync(request, RateLimitOperations.PutRule, async context =>
        {
            using var body = await RequestBody.ReadJsonAsync(request);
            var wanted = JsonReading.Read(body.RootElement, RulesJson.Web.RuleRequest, (readable, _) => RuleValidation.Check(id, readable, "").Errors);
            var (rule, errors) = RuleValidation.Check(id, wanted, revisions.Next());
            if (rule is null)
            {
                return new ProblemResult(Problems.Invalid(errors));
            }

            context.Require(rule.Api);
            var (_, isNew) = await rules.PutAsync(id, replaced => RequireBoth(context, replaced, rule), context.ReadPrecondition(), context.Aborted);
            context.AnswerETag(rule.Revision);
            return isNew
                ? new CreatedResult<RuleResponse>($"/api/ratelimit/rules/{id}", RuleResponse.Of(rule), RulesJson.Web.RuleResponse)
                : TypedResults.Json(RuleResponse.Of(rule), RulesJson.Web.RuleResponse);
        });

    [Function("GetRateLimitRule")]
    [Tagged]
    [EndpointSummary("Shows a rule")]
    [NeedsScope(ScopeNames.ManageRateLimits, Per = "api")]
    [Responds(200, "The rule; it may be put back as it is.", typeof(RuleResponse), RateLimitExamples.Rule)]
    [Fails(ProblemTypes.NotFound)]
    public Task<IResult> GetRuleAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/ratelimit/rules/{id}")] HttpRequest request, string id) =>
        pipeline.RunAsync(request, RateLimitOperations.GetRule, async context =>
        {
            if (await rules.FindAsync(id, context.Aborted) is not { } rule)
            {
                return new ProblemResult(Problems.NotFound("rule"));
            }

            context.Require(rule.Api);
            return context.AnswerOrNotModified(rule.Revision, () => TypedResults.Json(RuleResponse.Of(rule), RulesJson.Web.RuleResponse));
        });

    [Function("DeleteRateLimitRule")]
    [Tagged]
    [EndpointSummary("Deletes a rule")]
    [NeedsScope(ScopeNames.ManageRateLimits, Per = "api")]
    [Responds(204, "It is deleted.")]
    [Fails(ProblemTypes.NotFound)]
    public Task<IResult> DeleteRuleAsync([HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/ratelimit/rules/{id}")] HttpRequest request, string id) =>
        pipeline.RunAsync(request, RateLimitOperations.DeleteRule, async context =>
            await rules.DeleteAsync(id, deleted => context.Require(deleted.Api), context.ReadPrecondition(), context.Aborted)
                ? TypedResults.NoContent()
                : new ProblemResult(Problems.NotFound("rule")));

    private static RateLimitRule RequireBoth(RequestContext context, RateLimitRule? replaced, RateLimitRule rule)
    {
        if (replaced is not null)
        {
            context.Require(replaced.Api);
        }

        return rule;
    }
}

/// <summary>JSON of rules.</summary>
[JsonSerializable(typeof(RuleRequest))]
[JsonSerializable(typeof(RuleResponse))]
[JsonSerializable(typeof(Page<RuleResponse>))]
public sealed partial class RulesJson : JsonSerializerContext
{
    public static RulesJson Web { get; } = new(JsonRules.Create());
}
