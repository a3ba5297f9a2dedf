using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Core;
using Serverless.Core.Access;
using Serverless.Functions.Description;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Access;

/// <summary><c>/api/keys</c>: makes, lists and revokes API keys.</summary>
[Tags("Keys")]
public sealed class KeysFunctions(RequestPipeline pipeline, ApiKeys keys, TimeProvider time)
{
    [Function("CreateKey")]
    [EndpointSummary("Makes an API key")]
    [NeedsScope(ScopeNames.Admin)]
    [Takes(typeof(ApiKeyRequest), KeyExamples.New)]
    [Responds(201, "The key, with its secret: it is shown this once.", typeof(KeyResponse), KeyExamples.Created, Headers = [ResponseHeaders.Location])]
    public Task<IResult> CreateKeyAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/keys")] HttpRequest request) =>
        pipeline.RunAsync(request, KeyOperations.Create, CreateAsync);

    [Function("ListKeys")]
    [EndpointSummary("Lists the API keys")]
    [NeedsScope(ScopeNames.Admin)]
    [Responds(200, "Keys without their secrets.", typeof(Page<KeyResponse>), KeyExamples.Page)]
    [Paged]
    public Task<IResult> ListKeysAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/keys")] HttpRequest request) =>
        pipeline.RunAsync(request, KeyOperations.List, ListAsync);

    [Function("RevokeKey")]
    [EndpointSummary("Revokes an API key")]
    [EndpointDescription("This instance refuses it at once, the others within 60 s.")]
    [NeedsScope(ScopeNames.Admin)]
    [Responds(204, "It is deleted.")]
    [Fails(ProblemTypes.NotFound)]
    public Task<IResult> RevokeKeyAsync([HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/keys/{id}")] HttpRequest request, string id) =>
        pipeline.RunAsync(request, KeyOperations.Revoke, async context => await keys.RevokeAsync(id, context.Aborted)
            ? TypedResults.NoContent()
            : new ProblemResult(Problems.NotFound("API key")));

    private async Task<IResult> CreateAsync(RequestContext context)
    {
        using var body = await RequestBody.ReadJsonAsync(context.Request);
        var wanted = JsonReading.Read(body.RootElement, KeysJson.Web.ApiKeyRequest);
        var errors = wanted.Check(time.GetUtcNow());
        if (!errors.IsEmpty)
        {
            return new ProblemResult(Problems.Invalid(errors));
        }

        var created = await keys.CreateAsync(wanted, context.Aborted);
        return new CreatedResult<KeyResponse>($"/api/keys/{created.Key.Id}", KeyResponse.Of(created.Key, created.Secret), KeysJson.Web.KeyResponse);
    }

    private async Task<IResult> ListAsync(RequestContext context)
    {
        var limit = PageQuery.Limit(context.Request);
        var after = PageQuery.Continuation(context.Request, text => Continuation.Decode(text, parts: 1) is [var id] && ResourceName.IsValid(id) ? id : null);
        var found = await keys.ListAsync(after, limit + 1, context.Aborted);
        var page = found.Take(limit).ToArray();
        var next = found.Count > limit ? Continuation.Encode(page[^1].Id) : null;
        return TypedResults.Json(new Page<KeyResponse>([.. page.Select(key => KeyResponse.Of(key))], next), KeysJson.Web.PageKeyResponse);
    }
}

/// <summary>JSON of the API keys, for their description.</summary>
public static class KeyExamples
{
    public const string New = """{"owner":"shop","scopes":["links","publish:orders-*"],"expiresAt":"2036-01-01T00:00:00Z"}""";

    public const string Created = """{"id":"9dDnYcAVTdq3","owner":"shop","scopes":["links","publish:orders-*"],"createdAt":"2026-11-23T10:00:00Z","expiresAt":"2036-01-01T00:00:00Z","key":"slk_TTe-GdKs0NPhOHAFai8892y6qrc8fVVBQ7_mHzTaakg"}""";

    public const string Page = """{"items":[{"id":"9dDnYcAVTdq3","owner":"shop","scopes":["links"],"createdAt":"2026-11-23T10:00:00Z","expiresAt":null}],"continuation":null}""";
}

/// <summary>The operations on API keys: the operator's alone.</summary>
public static class KeyOperations
{
    public static readonly Operation Create = new("keys.create", ScopeNames.Admin) { Audited = AuditedResource.Key.Is("create") };
    public static readonly Operation List = new("keys.list", ScopeNames.Admin) { Parameters = PageQuery.Parameters };
    public static readonly Operation Revoke = new("keys.revoke", ScopeNames.Admin) { Audited = AuditedResource.Key.Is("revoke") };
}

/// <summary>JSON of the API keys.</summary>
[JsonSerializable(typeof(ApiKeyRequest))]
[JsonSerializable(typeof(KeyResponse))]
[JsonSerializable(typeof(Page<KeyResponse>))]
public sealed partial class KeysJson : JsonSerializerContext
{
    public static KeysJson Web { get; } = new(JsonRules.Create());
}
