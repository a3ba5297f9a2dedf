using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Core.Access;
using Serverless.Functions.Description;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Access;

/// <summary><c>/api/keys</c>: makes, lists, rotates and revokes API keys.</summary>
[Tags("Keys")]
public sealed class KeysFunctions(RequestPipeline pipeline, ApiKeys keys, TimeProvider time)
{
    [Function("CreateKey")]
    [EndpointSummary("Makes an API key")]
    [NeedsScope(ScopeNames.Admin)]
    [Takes(typeof(ApiKeyRequest), KeyExamples.New)]
    [Parameter(IdempotencyKey.Header, "A text of the client's own for this request: sent again with it, the request makes no second key and is answered with 409 and the id of the first, never its secret.", "8e03978e-40d5-43dd-bc93-6894a57f9324", IsHeader = true)]
    [Responds(201, "The key, with its secret: it is shown this once.", typeof(KeyResponse), KeyExamples.Created, Headers = [ResponseHeaders.Location])]
    [Fails(ProblemTypes.KeyExists, ProblemTypes.IdempotencyMismatch)]
    public Task<IResult> CreateKeyAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/keys")] HttpRequest request) =>
        pipeline.RunAsync(request, KeyOperations.Create, CreateAsync);

    [Function("ListKeys")]
    [EndpointSummary("Lists the API keys")]
    [NeedsScope(ScopeNames.Admin)]
    [Responds(200, "Keys without their secrets.", typeof(Page<KeyResponse>), KeyExamples.Page)]
    [Paged]
    public Task<IResult> ListKeysAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/keys")] HttpRequest request) =>
        pipeline.RunAsync(request, KeyOperations.List, ListAsync);

    [Function("RotateKey")]
    [EndpointSummary("Gives an API key another secret")]
    [EndpointDescription("Its id, owner and scopes stay. The old secret is taken beside the new one for the overlap, any older one no more. This instance refuses what ends at once, the others within 60 s.")]
    [NeedsScope(ScopeNames.Admin)]
    [Takes(typeof(KeyRotationRequest), KeyExamples.Rotation, IsOptional = true)]
    [Responds(200, "The key, with its new secret: it is shown this once.", typeof(KeyResponse), KeyExamples.Rotated)]
    [Fails(ProblemTypes.NotFound)]
    public Task<IResult> RotateKeyAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/keys/{id}/rotate")] HttpRequest request, string id) =>
        pipeline.RunAsync(request, KeyOperations.Rotate, async context =>
        {
            var wanted = await JsonBody.ReadAsync(request, KeysJson.Web.KeyRotationRequest);
            var errors = wanted.Check();
            if (!errors.IsEmpty)
            {
                return new ProblemResult(Problems.Invalid(errors));
            }

            return await keys.RotateAsync(id, wanted.Overlap ?? KeyRotationRequest.DefaultOverlap, context.Aborted) is { } rotated
                ? TypedResults.Json(KeyResponse.Of(rotated.Key, time.GetUtcNow(), rotated.Secret), KeysJson.Web.KeyResponse)
                : new ProblemResult(Problems.NotFound("live API key"));
        });

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
        var wanted = JsonReading.Read(body.RootElement, KeysJson.Web.ApiKeyRequest, (readable, _) => readable.Check(time.GetUtcNow()));
        var errors = wanted.Check(time.GetUtcNow());
        if (!errors.IsEmpty)
        {
            return new ProblemResult(Problems.Invalid(errors));
        }

        var created = IdempotencyKey.Of(context.Request) is { } name
            ? await keys.CreateOnceAsync(wanted, context.Caller, name, context.Aborted)
            : await keys.CreateAsync(wanted, context.Aborted);
        return created.Secret is { } secret
            ? new CreatedResult<KeyResponse>($"/api/keys/{created.Key.Id}", KeyResponse.Of(created.Key, time.GetUtcNow(), secret), KeysJson.Web.KeyResponse)
            : new ProblemResult(wanted.Asks(created.Key) ? Problems.KeyExists(created.Key.Id) : Problems.IdempotencyMismatch());
    }

    private async Task<IResult> ListAsync(RequestContext context)
    {
        var limit = PageQuery.Limit(context.Request);
        var found = await keys.ListAsync(NamedPage.After(context.Request), limit + 1, context.Aborted);
        var page = NamedPage.Of(found, limit, key => key.Id, key => KeyResponse.Of(key, time.GetUtcNow()), KeysJson.Web.KeyResponse);
        return TypedResults.Json(page, KeysJson.Web.PageKeyResponse);
    }
}

/// <summary>JSON of the API keys, for their description.</summary>
public static class KeyExamples
{
    public const string New = """{"owner":"shop","scopes":["links","publish:orders-*"],"expiresAt":"2036-01-01T00:00:00Z"}""";

    public const string Created = """{"id":"9dDnYcAVTdq3","owner":"shop","scopes":["links","publish:orders-*"],"createdAt":"2026-11-23T10:00:00Z","expiresAt":"2036-01-01T00:00:00Z","lastUsedOn":null,"previousUntil":null,"key":"slk_TTe-GdKs0NPhOHAFai8892y6qrc8fVVBQ7_mHzTaakg"}""";

    public const string Rotation = """{"overlap":"PT1H"}""";

    public const string Rotated = """{"id":"9dDnYcAVTdq3oZwR","owner":"shop","scopes":["links"],"createdAt":"2026-11-23T10:00:00Z","expiresAt":null,"lastUsedOn":"2026-11-30","previousUntil":"2026-11-30T11:00:00Z","key":"slk_9dDnYcAVTdq3oZwRTTe-GdKs0NPhOHAFai8892y6qrc8fVVBQ7_mHzTaakg"}""";

    public const string Page = """{"items":[{"id":"9dDnYcAVTdq3","owner":"shop","scopes":["links"],"createdAt":"2026-11-23T10:00:00Z","expiresAt":null,"lastUsedOn":"2026-11-30","previousUntil":null}],"continuation":null}""";
}

/// <summary>The operations on API keys: the operator's alone.</summary>
public static class KeyOperations
{
    public static readonly Operation Create = new("keys.create", ScopeNames.Admin) { Audited = AuditedResource.Key.Is("create") };
    public static readonly Operation List = new("keys.list", ScopeNames.Admin) { Parameters = PageQuery.Parameters };
    public static readonly Operation Rotate = new("keys.rotate", ScopeNames.Admin) { Audited = AuditedResource.Key.Is("rotate") };
    public static readonly Operation Revoke = new("keys.revoke", ScopeNames.Admin) { Audited = AuditedResource.Key.Is("revoke") };
}

/// <summary>JSON of the API keys.</summary>
[JsonSerializable(typeof(ApiKeyRequest))]
[JsonSerializable(typeof(KeyRotationRequest))]
[JsonSerializable(typeof(KeyResponse))]
[JsonSerializable(typeof(Page<KeyResponse>))]
public sealed partial class KeysJson : JsonSerializerContext
{
    public static KeysJson Web { get; } = new(JsonRules.Create());
}
