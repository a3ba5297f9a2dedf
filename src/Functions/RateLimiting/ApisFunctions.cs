using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Core.Access;
using Serverless.Core.RateLimiting;
using Serverless.Functions.Description;
using Serverless.Functions.Requests;

namespace Serverless.Functions.RateLimiting;

/// <summary><c>/api/ratelimit/apis/{name}</c>: puts, reads and deletes one API. Where the gateway forwards to is the operator's to say.</summary>
[Tags("Rate limits")]
public sealed class ApisFunctions(RequestPipeline pipeline, ApiEditor apis, ApiValidation validation, Revisions revisions)
{
    [Function("PutRateLimitApi")]
    [EndpointSummary("Makes or replaces an API")]
    [EndpointDescription("An upstream may be named by the scope 'admin' alone.")]
    [NeedsScope(ScopeNames.ManageRateLimits, Per = "api")]
    [Takes(typeof(ApiRequest), RateLimitExamples.NewApi)]
    [Answers(201, "The API is new.", typeof(ApiAnswer), RateLimitExamples.Api, Headers = [AnswerHeaders.Location])]
    [Answers(200, "The API has replaced an older one.", typeof(ApiAnswer), RateLimitExamples.Api)]
    public Task<IResult> PutApiAsync([HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/ratelimit/apis/{name}")] HttpRequest request, string name) =>
        pipeline.RunAsync(request, RateLimitOperations.PutApi.On(name), async context =>
        {
            using var body = await RequestBody.ReadJsonAsync(request);
            var wanted = JsonReading.Read(body.RootElement, RateLimitsJson.Web.ApiRequest);
            if (wanted.Upstream is not null && !context.Caller.IsAdmin)
            {
                return new ProblemResult(Problems.Forbidden(ScopeNames.Admin));
            }

            var (api, errors) = validation.Check(name, wanted, revisions.Next());
            if (api is null)
            {
                return new ProblemResult(Problems.Invalid(errors));
            }

            return await apis.PutAsync(api, _ => { }, context.Aborted)
                ? new CreatedResult<ApiAnswer>($"/api/ratelimit/apis/{name}", ApiAnswer.Of(api), RateLimitsJson.Web.ApiAnswer)
                : TypedResults.Json(ApiAnswer.Of(api), RateLimitsJson.Web.ApiAnswer);
        });

    [Function("GetRateLimitApi")]
    [EndpointSummary("Shows an API")]
    [NeedsScope(ScopeNames.ManageRateLimits, Per = "api")]
    [Answers(200, "The API; it may be put back as it is.", typeof(ApiAnswer), RateLimitExamples.Api)]
    [Fails(ProblemTypes.NotFound)]
    public Task<IResult> GetApiAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/ratelimit/apis/{name}")] HttpRequest request, string name) =>
        pipeline.RunAsync(request, RateLimitOperations.GetApi.On(name), async context => await apis.FindAsync(name, context.Aborted) is { } api
            ? TypedResults.Json(ApiAnswer.Of(api), RateLimitsJson.Web.ApiAnswer)
            : new ProblemResult(Problems.NotFound("API")));

    [Function("DeleteRateLimitApi")]
    [EndpointSummary("Deletes an API")]
    [EndpointDescription("Its rules stay.")]
    [NeedsScope(ScopeNames.ManageRateLimits, Per = "api")]
    [Answers(204, "It is deleted.")]
    [Fails(ProblemTypes.NotFound)]
    public Task<IResult> DeleteApiAsync([HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/ratelimit/apis/{name}")] HttpRequest request, string name) =>
        pipeline.RunAsync(request, RateLimitOperations.DeleteApi.On(name), async context => await apis.DeleteAsync(name, _ => { }, context.Aborted)
            ? TypedResults.NoContent()
            : new ProblemResult(Problems.NotFound("API")));
}
