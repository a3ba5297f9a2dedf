using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Core;
using Serverless.Core.Access;
using Serverless.Core.RateLimiting;
using Serverless.Core.RateLimiting.Rules;
using Serverless.Functions.Description;
using Serverless.Functions.Requests;

namespace Serverless.Functions.RateLimiting.Rules;

/// <summary><c>GET /api/ratelimit/rules</c>: the rules by id, of one API with <c>?api=</c>.</summary>
[Tags("Rate limits")]
public sealed class ListRulesFunction(RequestPipeline pipeline, DocumentEditor<RateLimitRule> rules)
{
    private const string ApiField = "api";

    [Function("ListRateLimitRules")]
    [EndpointSummary("Lists the rules")]
    [NeedsScope(ScopeNames.ManageRateLimits, Per = "api")]
    [Parameter("api", "The rules of this API alone. A key whose scope is for some APIs has to name one.", "shop", Pattern = ResourceName.Pattern)]
    [Responds(200, "Rules by id.", typeof(Page<RuleResponse>), RateLimitExamples.Rules)]
    [Paged]
    public Task<IResult> ListRulesAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/ratelimit/rules")] HttpRequest request) =>
        pipeline.RunAsync(request, RateLimitOperations.ListRules, ListAsync);

    private async Task<IResult> ListAsync(RequestContext context)
    {
        var api = ApiOf(context.Request);
        context.Require(api);
        var limit = PageQuery.Limit(context.Request);
        var found = await rules.ListAsync(api, NamedPage.After(context.Request), limit + 1, context.Aborted);
        return TypedResults.Json(NamedPage.Of(found, limit, rule => rule.Id, RuleResponse.Of, RulesJson.Web.RuleResponse), RulesJson.Web.PageRuleResponse);
    }

    private static string? ApiOf(HttpRequest request)
    {
        var api = request.Query[ApiField];
        if (api.Count == 0)
        {
            return null;
        }

        return ResourceName.IsValid(api.ToString())
            ? api.ToString()
            : throw new RequestRefusedException(FieldErrors.Of(ApiField, $"must be {ResourceName.Rule}."));
    }
}
