using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Core;
using Serverless.Core.Access;
using Serverless.Core.Auditing;
using Serverless.Functions.Description;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Auditing;

/// <summary><c>GET /api/audit</c>: who changed what in the last 30 days. A timer removes what is older.</summary>
[Tags("Audit")]
public sealed class AuditFunctions(RequestPipeline pipeline, AuditTrail trail)
{
    private static readonly Operation List = new("audit.list", ScopeNames.Admin) { Parameters = PageQuery.Parameters };

    [Function("ListAudit")]
    [EndpointSummary("Lists who changed what, newest first")]
    [EndpointDescription(
        "Changes of rules, APIs, callers and their counters, topics, subscriptions (their dead letters included) and keys, and an admin's changes of others' links, of the last 30 days. "
        + "The intent is recorded before the change: unconfirmed is one that is being made, or whose outcome was never recorded, so that it may have been made.")]
    [NeedsScope(ScopeNames.Admin)]
    [Responds(200, "The changes.", typeof(Page<AuditResponse>), Example)]
    [Paged]
    public Task<IResult> ListAuditAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/audit")] HttpRequest request) =>
        pipeline.RunAsync(request, List, ListAsync);

    [Function("CleanUpAudit")]
    public Task CleanUpAuditAsync([TimerTrigger("0 17 * * * *")] TimerInfo timer, CancellationToken cancellationToken) => trail.RemoveExpiredAsync(cancellationToken);

    private const string Example =
        """{"items":[{"id":"m4bR1vqXv0hKx7mG","at":"2026-11-23T10:00:00Z","actor":"9dDnYcAVTdq3","owner":"ops","action":"put","resource":"rule","name":"payments-per-user","outcome":"done","status":200,"requestId":"4f1c"}],"continuation":null}""";

    private async Task<IResult> ListAsync(RequestContext context)
    {
        var after = PageQuery.Continuation(context.Request, PlaceOf);
        var (records, next) = await trail.ListAsync(after, PageQuery.Limit(context.Request), context.Aborted);
        return TypedResults.Json(new Page<AuditResponse>([.. records.Select(AuditResponse.Of)], next is null ? null : Encode(next)), AuditJson.Web.PageAuditResponse);
    }

    private static string Encode(AuditPlace place) => Continuation.Encode(place.At.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture), place.Id);

    private static AuditPlace? PlaceOf(string continuation) =>
        Continuation.Decode(continuation, parts: 2) is [var at, var id] && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
        && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? new AuditPlace(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), id)
            : null;
}

/// <summary>A change as it is answered.</summary>
/// <param name="At">When it was asked for.</param>
/// <param name="Actor">The id of the API key that was used.</param>
/// <param name="Owner">Whose key it was.</param>
/// <param name="Action">What was done, such as put, patch, delete, create, rotate, revoke, restore, seek, replay, discard or reset.</param>
/// <param name="Resource">rule, api, caller, counter, topic, subscription, key or link.</param>
/// <param name="Name">What was changed: a subscription's after its topic's and a slash, a counter's rule and whose it is. Null for a key that was not made.</param>
/// <param name="Outcome">done; refused: nothing was changed; failed: it may have been made; unconfirmed: it is being made, or its end was never recorded.</param>
/// <param name="Status">Of the answer.</param>
/// <param name="RequestId">As <c>x-request-id</c> said.</param>
public sealed record AuditResponse(
    string Id,
    DateTimeOffset At,
    string Actor,
    string Owner,
    string Action,
    string Resource,
    string? Name,
    AuditOutcome Outcome,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? RequestId)
{
    public static AuditResponse Of(AuditRecord record) =>
        new(record.Id, record.At, record.Actor, record.Owner, record.Action, record.Resource, record.Name, record.Outcome, record.Status, record.RequestId);
}

/// <summary>JSON of the audit.</summary>
[JsonSerializable(typeof(Page<AuditResponse>))]
public sealed partial class AuditJson : JsonSerializerContext
{
    public static AuditJson Web { get; } = new(CreateRules());

    private static JsonSerializerOptions CreateRules()
    {
        var rules = JsonRules.Create();
        rules.Converters.Add(new JsonStringEnumConverter<AuditOutcome>(JsonNamingPolicy.CamelCase));
        return rules;
    }
}
