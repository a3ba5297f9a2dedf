using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Functions.Description;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Access;

/// <summary><c>GET /api/keys/self</c>: tells whoever asks what their own key may do, so that nothing else is offered to them.</summary>
[Tags("Keys")]
public sealed class OwnKeyFunction(RequestPipeline pipeline)
{
    private static readonly Operation Get = new("keys.self", null) { IsForAnyKey = true };

    [Function("GetOwnKey")]
    [EndpointSummary("Shows what the caller's own key may do")]
    [EndpointDescription("Any valid key may ask.")]
    [NeedsScope(NeedsScopeAttribute.Any)]
    [Responds(200, "Whose key it is, and its scopes.", typeof(OwnKeyResponse), """{"id":"9dDnYcAVTdq3","owner":"shop","scopes":["links","publish:orders-*"]}""")]
    public Task<IResult> GetOwnKeyAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/keys/self")] HttpRequest request) =>
        pipeline.RunAsync(request, Get, context => Task.FromResult<IResult>(TypedResults.Json(
            new OwnKeyResponse(context.Caller.KeyId, context.Caller.Owner, [.. context.Caller.Scopes.Select(scope => scope.ToString())]), OwnKeyJson.Web.OwnKeyResponse)));
}

/// <summary>The key of whoever asks.</summary>
/// <param name="Id">The key's.</param>
/// <param name="Owner">In whose name things are made with it.</param>
public sealed record OwnKeyResponse(string Id, string Owner, IReadOnlyList<string> Scopes);

/// <summary>JSON of the caller's own key.</summary>
[JsonSerializable(typeof(OwnKeyResponse))]
public sealed partial class OwnKeyJson : JsonSerializerContext
{
    public static OwnKeyJson Web { get; } = new(JsonRules.Create());
}
