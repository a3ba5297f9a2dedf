using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Core;
using Serverless.Core.Access;
using Serverless.Core.Messaging.Attempts;
using Serverless.Core.Messaging.Topics;
using Serverless.Functions.Description;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Messaging.Attempts;

/// <summary><c>GET .../attempts</c>: what became of requests to an endpoint.</summary>
[Tags("Subscriptions")]
public sealed class AttemptsFunction(RequestPipeline pipeline, TopicDirectory directory, AttemptLog attempts)
{
    internal const string MessageField = "messageId";
    internal const string FailedField = "failed";

    private const string Example =
        """{"items":[{"messageId":"o-17","sequence":17,"at":"2026-11-23T10:00:02Z","attempt":2,"status":503,"fault":null,"duration":"PT0.012S","answer":"{\"error\":\"busy\"}"}],"continuation":null}""";

    [Function("ListAttempts")]
    [EndpointSummary("Lists what was sent to the endpoint, and what came back")]
    [EndpointDescription("The newest first: the last 1,000 of 3 days. They are written down soon after the attempt and, where the service is in trouble, not at all: delivery does not wait for it. Of a subscription that is paused or pulled, 'hint' says what applies.")]
    [NeedsScope(ScopeNames.Subscribe, Per = "topic")]
    [Parameter(MessageField, "Attempts at this message alone.", "o-17")]
    [Parameter(FailedField, "true for those alone that delivered nothing.", "true", OneOf = ["true", "false"])]
    [Responds(200, "The attempts.", typeof(AttemptsResponse), Example)]
    [Paged]
    [Fails(ProblemTypes.NotFound)]
    public Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/topics/{topic}/subscriptions/{name}/attempts")] HttpRequest request, string topic, string name) =>
        pipeline.RunAsync(request, SubscriptionOperations.ListAttempts.On(topic), async context =>
        {
            var query = new AttemptQuery(request.Query[MessageField] is { Count: > 0 } id ? id.ToString() : null, QueryFlag.Read(request, FailedField));
            var (after, limit) = (PageQuery.Continuation(request, PlaceOf), PageQuery.Limit(request));
            // A name that was given again since shows nothing of what it meant before.
            return await NamedSubscription.RunAnewAsync<IResult>(
                directory, topic, name, async named => TypedResults.Json(await ReadPageAsync(named.Subscription, query, after, limit, context.Aborted), AttemptsJson.Web.AttemptsResponse), context.Aborted);
        });

    private async Task<AttemptsResponse> ReadPageAsync(Subscription subscription, AttemptQuery query, AttemptPlace? after, int limit, CancellationToken cancellationToken)
    {
        var (found, hasMore) = await attempts.ListAsync(subscription.Id, query, after, limit, cancellationToken);
        return new AttemptsResponse([.. found.Select(AttemptResponse.Of)], hasMore ? Encode(found[^1]) : null, DeliveryHints.OfAttempts(subscription));
    }

    private static string Encode(DeliveryAttempt last) => Continuation.Encode(last.At.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture), last.Id);

    private static AttemptPlace? PlaceOf(string continuation) =>
        Continuation.Decode(continuation, parts: 2) is [var at, var id] && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
        && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? new AttemptPlace(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), id)
            : null;
}

/// <summary>JSON of attempts.</summary>
[JsonSerializable(typeof(AttemptsResponse))]
public sealed partial class AttemptsJson : JsonSerializerContext
{
    public static AttemptsJson Web { get; } = new(JsonRules.Create());
}
