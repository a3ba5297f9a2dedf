using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Core;
using Serverless.Core.Access;
using Serverless.Core.Messaging.Pulling;
using Serverless.Core.Messaging.Topics;
using Serverless.Functions.Description;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Messaging.Pulling;

/// <summary><c>POST .../retry</c>: has messages delivered now that wait for the time of their next attempt.</summary>
[Tags("Subscriptions")]
public sealed class RetryFunction(RequestPipeline pipeline, TopicDirectory directory, MessageRetrier retrier)
{
    [Function("RetryMessages")]
    [EndpointSummary("Delivers messages now that wait for their next attempt")]
    [EndpointDescription(
        "Those that failed, or were given back, and are to be delivered later: they are due at once, and an endpoint that was left alone for a while is tried. "
        + "Attempts count on. Of each shard, the oldest 10,000 that wait are looked through for an id. A subscription that is paused delivers them after it is resumed, and one that is pulled at the next pull: 'hint' says so.")]
    [NeedsScope(ScopeNames.Subscribe, Per = "topic")]
    [Takes(typeof(RetryMessagesRequest), MessageExamples.Retry)]
    [Responds(200, "How many waited, and the ids of which none did.", typeof(RetryMessagesResponse), MessageExamples.Retried)]
    [Fails(ProblemTypes.NotFound)]
    public Task<IResult> RetryAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/topics/{topic}/subscriptions/{name}/retry")] HttpRequest request, string topic, string name) =>
        pipeline.RunAsync(request, SubscriptionOperations.Retry.On(topic), async context =>
        {
            var wanted = await JsonBody.ReadRequiredAsync(request, PullingJson.Web.RetryMessagesRequest);
            wanted.Check();
            return await NamedSubscription.RunAnewAsync<IResult>(
                directory, topic, name, async named => TypedResults.Json(await MakeDueAsync(named, wanted.Ids, context.Aborted), PullingJson.Web.RetryMessagesResponse), context.Aborted);
        });

    private async Task<RetryMessagesResponse> MakeDueAsync(NamedSubscription named, IReadOnlyList<string>? ids, CancellationToken cancellationToken)
    {
        var hint = DeliveryHints.OfRetry(named.Subscription);
        if (ids is null)
        {
            return new RetryMessagesResponse(await retrier.RetryAllAsync(named.Topic, named.Subscription, cancellationToken), [], hint);
        }

        var (retried, notWaiting) = await retrier.RetryAsync(named.Topic, named.Subscription, ids, cancellationToken);
        return new RetryMessagesResponse(retried, notWaiting, hint);
    }
}

/// <summary>Which messages are to be delivered now: <c>ids</c>, or <c>all</c>.</summary>
public sealed record RetryMessagesRequest
{
    /// <summary>Ids of messages, as they were published.</summary>
    [Length(1, MessageRetrier.MaxIds)]
    public IReadOnlyList<string>? Ids { get; init; }

    /// <summary>true for all that wait.</summary>
    public bool? All { get; init; }

    /// <exception cref="RequestRefusedException">It names neither, or both.</exception>
    public void Check()
    {
        if (Ids is { Count: 0 or > MessageRetrier.MaxIds } || Ids?.Any(id => id is null) == true)
        {
            throw new RequestRefusedException(FieldErrors.Of("ids", $"must hold 1-{MessageRetrier.MaxIds} ids."));
        }

        if (Ids is null == (All != true))
        {
            throw new RequestRefusedException(FieldErrors.Of("all", "must be true, or 'ids' must be given, and not both."));
        }
    }
}

/// <summary>What became of a retry.</summary>
/// <param name="Retried">Messages that waited, and are due now.</param>
/// <param name="NotWaiting">Ids that were asked for of which no message waited for a time.</param>
/// <param name="Hint">What applies to a subscription that is paused or pulled; else left out.</param>
public sealed record RetryMessagesResponse(
    int Retried, IReadOnlyList<string> NotWaiting, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Hint = null);
