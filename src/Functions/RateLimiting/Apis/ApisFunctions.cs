using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Core.Access;
using Serverless.Core.RateLimiting.Apis;
using Serverless.Core.RateLimiting.Rules;
using Serverless.Functions.Description;
using Serverless.Functions.Requests;

namespace Serverless.Functions.RateLimiting.Apis;

/// <summary><c>/api/ratelimit/apis/{name}</c>: puts, reads and deletes one API. Where the gateway forwards to is the operator's to say.</summary>
[Tags("Rate limits")]
public sealed class ApisFunctions(RequestPipeline pipeline, DocumentEditor<ApiDefinition> apis, ApiValidation validation, RevisionGenerator revisions)
{
    [Function("PutRateLimitApi")]
    [Tagged]
    [EndpointSummary("Makes or replaces an API")]
    [EndpointDescription("Whether and where the gateway forwards is set by the scope 'admin' alone: of a PUT by another caller, 'upstream', 'requireKey' and 'documents' stay as they are.")]
    [NeedsScope(ScopeNames.ManageRateLimits, Per = "api")]
    [Takes(typeof(ApiRequest), RateLimitExamples.NewApi)]
    [Responds(201, "The API is new.", typeof(ApiResponse), RateLimitExamples.Api, Headers = [ResponseHeaders.Location])]
    [Responds(200, "The API has replaced an older one.", typeof(ApiResponse), RateLimitExamples.Api)]
    public Task<IResult> PutApiAsync([HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/ratelimit/apis/{name}")] HttpRequest request, string name) =>
        pipeline.RunAsync(request, RateLimitOperations.PutApi.On(name), async context =>
        {
            using var body = await RequestBody.ReadJsonAsync(request);
            var wanted = JsonReading.Read(body.RootElement, ApisJson.Web.ApiRequest, (readable, _) => validation.Check(name, readable, "").Errors);
            var isAdmin = context.Caller.IsAdmin;
            var (api, errors) = validation.Check(name, isAdmin ? wanted : wanted with { Upstream = null, Documents = null }, revisions.Next());
            if (api is null)
            {
                return new ProblemResult(Problems.Invalid(errors));
            }

            var (stored, isNew) = await apis.PutAsync(name, replaced => isAdmin ? api : Keep(api, replaced, wanted.Upstream), context.ReadPrecondition(), context.Aborted);
            context.AnswerETag(stored.Revision);
            return isNew
                ? new CreatedResult<ApiResponse>($"/api/ratelimit/apis/{name}", ApiResponse.Of(stored), ApisJson.Web.ApiResponse)
                : TypedResults.Json(ApiResponse.Of(stored), ApisJson.Web.ApiResponse);
        });

    [Function("GetRateLimitApi")]
    [Tagged]
    [EndpointSummary("Shows an API")]
    [NeedsScope(ScopeNames.ManageRateLimits, Per = "api")]
    [Responds(200, "The API; it may be put back as it is.", typeof(ApiResponse), RateLimitExamples.Api)]
    [Fails(ProblemTypes.NotFound)]
    public Task<IResult> GetApiAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/ratelimit/apis/{name}")] HttpRequest request, string name) =>
        pipeline.RunAsync(request, RateLimitOperations.GetApi.On(name), async context => await apis.FindAsync(name, context.Aborted) is { } api
            ? context.AnswerOrNotModified(api.Revision, () => TypedResults.Json(ApiResponse.Of(api), ApisJson.Web.ApiResponse))
            : new ProblemResult(Problems.NotFound("API")));

    [Function("DeleteRateLimitApi")]
    [Tagged]
    [EndpointSummary("Deletes an API")]
    [EndpointDescription("Its rules stay.")]
    [NeedsScope(ScopeNames.ManageRateLimits, Per = "api")]
    [Responds(204, "It is deleted.")]
    [Fails(ProblemTypes.NotFound)]
    public Task<IResult> DeleteApiAsync([HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/ratelimit/apis/{name}")] HttpRequest request, string name) =>
        pipeline.RunAsync(request, RateLimitOperations.DeleteApi.On(name), async context => await apis.DeleteAsync(name, _ => { }, context.ReadPrecondition(), context.Aborted)
            ? TypedResults.NoContent()
            : new ProblemResult(Problems.NotFound("API")));

    // What was answered may be put back: naming the upstream that there is changes nothing.
    private static ApiDefinition Keep(ApiDefinition api, ApiDefinition? replaced, string? upstream) =>
        upstream is null || replaced?.ForwardsTo(upstream) == true
            ? api.KeepingForwarding(replaced)
            : throw new RequestRefusedException(Problems.Forbidden(ScopeNames.Admin));
}

/// <summary>JSON of APIs.</summary>
[JsonSerializable(typeof(ApiRequest))]
[JsonSerializable(typeof(ApiResponse))]
[JsonSerializable(typeof(Page<ApiResponse>))]
public sealed partial class ApisJson : JsonSerializerContext
{
    public static ApisJson Web { get; } = new(JsonRules.Create());
}

/// <summary>An API as it is answered, and as it may be put back.</summary>
public sealed record ApiResponse(
    string Name,
    string? Upstream,
    IReadOnlyList<ApiOperation> Operations,
    bool RequireKey,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Documents = false)
{
    public static ApiResponse Of(ApiDefinition api) => new(api.Name, api.Upstream?.AbsoluteUri, api.Operations, api.RequireKey, api.Documents);
}
