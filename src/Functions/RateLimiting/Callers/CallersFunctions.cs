using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Core;
using Serverless.Core.Access;
using Serverless.Core.RateLimiting;
using Serverless.Core.RateLimiting.Callers;
using Serverless.Core.RateLimiting.Rules;
using Serverless.Functions.Description;
using Serverless.Functions.Requests;

namespace Serverless.Functions.RateLimiting.Callers;

/// <summary><c>/api/ratelimit/callers/{kind}/{id}</c>: puts, reads and deletes what is known of one caller.</summary>
[Tags("Rate limits")]
public sealed class CallersFunctions(RequestPipeline pipeline, DocumentEditor<CallerRecord> callers, RuleBook book, RevisionGenerator revisions)
{
    private const int IdAfter = 4;
    private const string Route = "api/ratelimit/callers/{kind}/{*id}";

    [Function("PutRateLimitCaller")]
    [Tagged]
    [EndpointSummary("Gives a caller a plan")]
    [EndpointDescription("Rules that name the plan hold as it says from the next check of this instance on, in the others within 10 s. There may be 10,000 such records, and what other instances add within the same 10 s.")]
    [NeedsScope(ScopeNames.ManageRateLimits)]
    [Takes(typeof(CallerRequest), RateLimitExamples.NewCaller)]
    [Responds(201, "The record is new.", typeof(CallerResponse), RateLimitExamples.Caller, Headers = [ResponseHeaders.Location])]
    [Responds(200, "The record has replaced an older one.", typeof(CallerResponse), RateLimitExamples.Caller)]
    public Task<IResult> PutCallerAsync([HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = Route)] HttpRequest request, string kind, string id) =>
        pipeline.RunAsync(request, RateLimitOperations.PutCaller, async context =>
        {
            var (known, name) = Identify(request, kind, id);
            var wanted = await JsonBody.ReadRequiredAsync(request, CallersJson.Web.CallerRequest, (readable, _) => CallerValidation.Check(known, name, readable, "").Errors);
            var (record, errors) = CallerValidation.Check(known, name, wanted, revisions.Next());
            if (record is null)
            {
                return new ProblemResult(Problems.Invalid(errors));
            }

            var (stored, isNew) = await callers.PutAsync(record.Name, replaced => replaced is null ? OneMore(record) : record, context.ReadPrecondition(), context.Aborted);
            context.AnswerETag(stored.Revision);
            return isNew
                ? new CreatedResult<CallerResponse>($"/api/ratelimit/callers/{kind}/{Uri.EscapeDataString(name)}", CallerResponse.Of(stored), CallersJson.Web.CallerResponse)
                : TypedResults.Json(CallerResponse.Of(stored), CallersJson.Web.CallerResponse);
        });

    [Function("GetRateLimitCaller")]
    [Tagged]
    [EndpointSummary("Shows what is known of a caller")]
    [NeedsScope(ScopeNames.ManageRateLimits)]
    [Responds(200, "The record.", typeof(CallerResponse), RateLimitExamples.Caller)]
    [Fails(ProblemTypes.NotFound)]
    public Task<IResult> GetCallerAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Route)] HttpRequest request, string kind, string id) =>
        pipeline.RunAsync(request, RateLimitOperations.GetCaller, async context =>
        {
            var (known, name) = Identify(request, kind, id);
            return await callers.FindAsync(CallerRecord.NameOf(known, name), context.Aborted) is { } record
                ? context.AnswerOrNotModified(record.Revision, () => TypedResults.Json(CallerResponse.Of(record), CallersJson.Web.CallerResponse))
                : new ProblemResult(Problems.NotFound("caller's record"));
        });

    [Function("DeleteRateLimitCaller")]
    [Tagged]
    [EndpointSummary("Forgets what is known of a caller")]
    [EndpointDescription("The caller's counters stay.")]
    [NeedsScope(ScopeNames.ManageRateLimits)]
    [Responds(204, "It is deleted.")]
    [Fails(ProblemTypes.NotFound)]
    public Task<IResult> DeleteCallerAsync([HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = Route)] HttpRequest request, string kind, string id) =>
        pipeline.RunAsync(request, RateLimitOperations.DeleteCaller, async context =>
        {
            var (known, name) = Identify(request, kind, id);
            return await callers.DeleteAsync(CallerRecord.NameOf(known, name), _ => { }, context.ReadPrecondition(), context.Aborted)
                ? TypedResults.NoContent()
                : new ProblemResult(Problems.NotFound("caller's record"));
        });

    private static (IdentityKind Kind, string Id) Identify(HttpRequest request, string kind, string? id)
    {
        var errors = CallerValidation.Identify(kind, RouteText.After(request, IdAfter, id ?? ""), out var known, out var normal);
        return errors.IsEmpty ? (known, normal) : throw new RequestRefusedException(errors);
    }

    private CallerRecord OneMore(CallerRecord record) => book.Current.Callers.Records.Count < CallerValidation.MaxRecords
        ? record
        : throw new RequestRefusedException(FieldErrors.Of(
            "id", string.Create(CultureInfo.InvariantCulture, $"is of a new record, of which there may be {CallerValidation.MaxRecords:N0}: delete others first.")));
}

/// <summary>A caller's record as it is answered.</summary>
public sealed record CallerResponse(string Kind, string Id, string Plan, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Note)
{
    public static CallerResponse Of(CallerRecord record) => new(EnumNames.Of(record.Kind), record.Id, record.Plan, record.Note);
}

/// <summary>JSON of what is known of callers.</summary>
[JsonSerializable(typeof(CallerRequest))]
[JsonSerializable(typeof(CallerResponse))]
[JsonSerializable(typeof(Page<CallerResponse>))]
public sealed partial class CallersJson : JsonSerializerContext
{
    public static CallersJson Web { get; } = new(JsonRules.Create());
}
