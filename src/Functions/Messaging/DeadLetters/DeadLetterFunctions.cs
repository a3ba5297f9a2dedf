using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Core;
using Serverless.Core.Access;
using Serverless.Core.Messaging.Pulling;
using Serverless.Core.Messaging.Topics;
using Serverless.Functions.Description;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Messaging.DeadLetters;

/// <summary><c>GET</c> and <c>DELETE .../dead-letters</c> and <c>POST .../dead-letters/replay</c>: what could not be delivered.</summary>
[Tags("Subscriptions")]
public sealed class DeadLetterFunctions(RequestPipeline pipeline, TopicDirectory directory, DeadLetterList list, DeadLetterReplay replay)
{
    [Function("ListDeadLetters")]
    [EndpointSummary("Lists what could not be delivered")]
    [NeedsScope(ScopeNames.Subscribe, Per = "topic")]
    [Responds(200, "Messages, and why they are here.", typeof(Page<DeadLetterResponse>), MessageExamples.DeadLetters)]
    [Paged]
    [Fails(ProblemTypes.NotFound)]
    public Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/topics/{topic}/subscriptions/{name}/dead-letters")] HttpRequest request, string topic, string name) =>
        pipeline.RunAsync(request, SubscriptionOperations.ListDeadLetters.On(topic), async context =>
        {
            var (from, limit) = (PageQuery.Continuation(request, ReadContinuation), PageQuery.Limit(request));
            return await NamedSubscription.RunAsync(
                directory,
                topic,
                name,
                async named =>
                {
                    await list.CollectAsync(named.Topic, named.Subscription, context.Aborted);
                    return new DeadLettersResult(await list.ListAsync(named.Subscription, from?.Number ?? 0, limit, context.Aborted));
                },
                context.Aborted);
        });

    [Function("ReplayDeadLetters")]
    [EndpointSummary("Delivers dead letters again")]
    [NeedsScope(ScopeNames.Subscribe, Per = "topic")]
    [Takes(typeof(ReplayRequest), MessageExamples.Replay, IsOptional = true)]
    [Responds(200, "How many are delivered again, and how many are left.", typeof(ReplayResponse), MessageExamples.Replayed)]
    [Fails(ProblemTypes.NotFound)]
    public Task<IResult> ReplayAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/topics/{topic}/subscriptions/{name}/dead-letters/replay")] HttpRequest request, string topic, string name) =>
        pipeline.RunAsync(request, SubscriptionOperations.ReplayDeadLetters.On(topic), async context =>
        {
            var result = await TakeAsync(
                context,
                topic,
                name,
                named => replay.ReplayAllAsync(named.Topic, named.Subscription, context.Aborted),
                (named, ids) => replay.ReplayAsync(named.Topic, named.Subscription, ids, context.Aborted));
            return TypedResults.Json(new ReplayResponse(result.Replayed, result.Remaining), DeadLettersJson.Web.ReplayResponse);
        });

    [Function("DiscardDeadLetters")]
    [EndpointSummary("Discards dead letters")]
    [EndpointDescription("They are gone for good.")]
    [NeedsScope(ScopeNames.Subscribe, Per = "topic")]
    [Takes(typeof(ReplayRequest), MessageExamples.Replay, IsOptional = true)]
    [Responds(200, "How many were discarded, and how many are left.", typeof(DiscardResponse), MessageExamples.Discarded)]
    [Fails(ProblemTypes.NotFound)]
    public Task<IResult> DiscardAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/topics/{topic}/subscriptions/{name}/dead-letters")] HttpRequest request, string topic, string name) =>
        pipeline.RunAsync(request, SubscriptionOperations.DiscardDeadLetters.On(topic), async context =>
        {
            var result = await TakeAsync(
                context,
                topic,
                name,
                named => replay.DiscardAllAsync(named.Subscription, context.Aborted),
                (named, ids) => replay.DiscardAsync(named.Subscription, ids, context.Aborted));
            return TypedResults.Json(new DiscardResponse(result.Replayed, result.Remaining), DeadLettersJson.Web.DiscardResponse);
        });

    /// <summary>Takes off the list what the request names, or all.</summary>
    private async Task<ReplayResult> TakeAsync(
        RequestContext context,
        string topic,
        string name,
        Func<NamedSubscription, Task<ReplayResult>> all,
        Func<NamedSubscription, IReadOnlyList<string>, Task<ReplayResult?>> some)
    {
        var wanted = await JsonBody.ReadAsync(context.Request, DeadLettersJson.Web.ReplayRequest);
        wanted.Check();
        return await NamedSubscription.RunAsync(directory, topic, name, CollectAndTakeAsync, context.Aborted) ?? throw ReplayRequest.Unknown();

        async Task<ReplayResult?> CollectAndTakeAsync(NamedSubscription named)
        {
            await list.CollectAsync(named.Topic, named.Subscription, context.Aborted);
            return wanted.Ids is { } ids ? await some(named, ids) : await all(named);
        }
    }

    private static DeadLetterPlace? ReadContinuation(string text) =>
        Continuation.Decode(text, 1) is [var part] && long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new DeadLetterPlace(number)
            : null;

    private sealed record DeadLetterPlace(long Number);
}

/// <summary>JSON of dead letters and their replay.</summary>
[JsonSerializable(typeof(ReplayRequest))]
[JsonSerializable(typeof(ReplayResponse))]
[JsonSerializable(typeof(DiscardResponse))]
public sealed partial class DeadLettersJson : JsonSerializerContext
{
    public static DeadLettersJson Web { get; } = new(JsonRules.Create());
}
