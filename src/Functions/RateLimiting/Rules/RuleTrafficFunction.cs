using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Core.Access;
using Serverless.Core.Overview;
using Serverless.Core.RateLimiting;
using Serverless.Core.RateLimiting.Rules;
using Serverless.Functions.Description;
using Serverless.Functions.Requests;

namespace Serverless.Functions.RateLimiting.Rules;

/// <summary><c>GET /api/ratelimit/rules/{id}/traffic</c>: what a rule did in the last hour.</summary>
[Tags("Rate limits")]
public sealed class RuleTrafficFunction(RequestPipeline pipeline, DocumentEditor<RateLimitRule> rules, TrafficReader traffic)
{
    [Function("GetRateLimitRuleTraffic")]
    [EndpointSummary("Shows what a rule did in the last hour")]
    [EndpointDescription("Summed over all instances, which tell theirs every 10 s; without Redis of the instance that answers. A minute counts at most some 1,000 rules.")]
    [NeedsScope(ScopeNames.ManageRateLimits, Per = "api")]
    [Responds(200, "The last hour, minute by minute, the present one last.", typeof(RuleTrafficResponse), RateLimitExamples.RuleTraffic)]
    [Fails(ProblemTypes.NotFound)]
    public Task<IResult> GetRuleTrafficAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/ratelimit/rules/{id}/traffic")] HttpRequest request, string id) =>
        pipeline.RunAsync(request, RateLimitOperations.RuleTraffic, async context =>
        {
            if (await rules.FindAsync(id, context.Aborted) is not { } rule)
            {
                return new ProblemResult(Problems.NotFound("rule"));
            }

            context.Require(rule.Api);
            return TypedResults.Json(RuleTrafficResponse.Of(await traffic.ReadRuleAsync(id, context.Aborted)), RuleTrafficJson.Web.RuleTrafficResponse);
        });
}

/// <summary>What a rule did.</summary>
/// <param name="Minutes">The last hour, the present minute last.</param>
public sealed record RuleTrafficResponse(IReadOnlyList<RuleTrafficMinute> Minutes)
{
    public static RuleTrafficResponse Of(TrafficHistory history)
    {
        TrafficFigure[] figures = [TrafficFigure.RuleAllowed, TrafficFigure.RuleDenied, TrafficFigure.RuleNearLimit, TrafficFigure.RuleDryRunDenied];
        var counts = figures.Select(history.Of).ToArray();
        return new(
        [
            .. Enumerable.Range(0, TrafficMinute.Shown).Select(i => new RuleTrafficMinute(
                TrafficMinute.Start(history.FirstMinute + i), counts[0][i], counts[1][i], counts[2][i], counts[3][i])),
        ]);
    }
}

/// <summary>What a rule did in one minute.</summary>
/// <param name="At">Its beginning.</param>
/// <param name="Allowed">Checks that it admitted; of a rule that only looks, that it would have.</param>
/// <param name="Denied">Checks that it denied.</param>
/// <param name="NearLimit">Those of the admitted that found more than 80 % of the limit used.</param>
/// <param name="DryRunDenied">Checks that it would have denied, if it did not only look.</param>
public sealed record RuleTrafficMinute(DateTimeOffset At, long Allowed, long Denied, long NearLimit, long DryRunDenied);

/// <summary>JSON of what rules did.</summary>
[JsonSerializable(typeof(RuleTrafficResponse))]
public sealed partial class RuleTrafficJson : JsonSerializerContext
{
    public static RuleTrafficJson Web { get; } = new(JsonRules.Create());
}
