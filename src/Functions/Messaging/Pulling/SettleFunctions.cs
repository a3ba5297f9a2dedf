using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Core.Access;
using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.Pulling;
using Serverless.Core.Messaging.Topics;
using Serverless.Functions.Description;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Messaging.Pulling;

/// <summary><c>POST .../ack</c>, <c>nack</c> and <c>extend</c>: what consumers say of what they pulled.</summary>
[Tags("Messages")]
public sealed class SettleFunctions(RequestPipeline pipeline, TopicDirectory directory, MessageSettler settler)
{
    [Function("AcknowledgeMessages")]
    [EndpointSummary("Acknowledges messages: they are done")]
    [NeedsScope(ScopeNames.Subscribe, Per = "topic")]
    [Takes(typeof(SettleRequest), MessageExamples.Ack)]
    [Responds(200, "What became of each id, in their order: acknowledged, expired or unknown.", typeof(SettleResponse), MessageExamples.Settled)]
    [Fails(ProblemTypes.NotFound)]
    public Task<IResult> AcknowledgeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/topics/{topic}/subscriptions/{name}/ack")] HttpRequest request, string topic, string name) =>
        SettleAsync(request, SubscriptionOperations.Acknowledge, topic, name, PullingJson.Web.SettleRequest, (settle, found, subscription, aborted) =>
            settler.AcknowledgeAsync(found, subscription, settle.AckIds!, aborted));

    [Function("NackMessages")]
    [EndpointSummary("Gives messages back, to be delivered again")]
    [NeedsScope(ScopeNames.Subscribe, Per = "topic")]
    [Takes(typeof(NackRequest), MessageExamples.Nack)]
    [Responds(200, "What became of each id, in their order: returned, expired or unknown.", typeof(SettleResponse), MessageExamples.Returned)]
    [Fails(ProblemTypes.NotFound)]
    public Task<IResult> NackAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/topics/{topic}/subscriptions/{name}/nack")] HttpRequest request, string topic, string name) =>
        SettleAsync(request, SubscriptionOperations.Nack, topic, name, PullingJson.Web.NackRequest, (nack, found, subscription, aborted) =>
            settler.NackAsync(found, subscription, nack.AckIds!, nack.Delay, nack.CountAttempt ?? true, aborted));

    [Function("ExtendLeases")]
    [EndpointSummary("Keeps messages for longer")]
    [NeedsScope(ScopeNames.Subscribe, Per = "topic")]
    [Takes(typeof(ExtendRequest), MessageExamples.Extend)]
    [Responds(200, "What became of each id, in their order: extended, expired or unknown.", typeof(SettleResponse), MessageExamples.Extended)]
    [Fails(ProblemTypes.NotFound)]
    public Task<IResult> ExtendAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/topics/{topic}/subscriptions/{name}/extend")] HttpRequest request, string topic, string name) =>
        SettleAsync(request, SubscriptionOperations.Extend, topic, name, PullingJson.Web.ExtendRequest, (extend, found, subscription, aborted) =>
            settler.ExtendAsync(found, subscription, extend.AckIds!, extend.By!.Value, aborted));

    private Task<IResult> SettleAsync<T>(
        HttpRequest request,
        Operation operation,
        string topic,
        string name,
        JsonTypeInfo<T> type,
        Func<T, Topic, Subscription, CancellationToken, Task<IReadOnlyList<SettleStatus>>> settle)
        where T : SettleRequest => pipeline.RunAsync(request, operation.On(topic), async context =>
        {
            var body = await JsonBody.ReadRequiredAsync(request, type, (readable, _) => readable.Refuse());
            body.Check();
            var statuses = await NamedSubscription.RunAsync(
                directory, topic, name, named => settle(body, named.Topic, named.Subscription, context.Aborted), context.Aborted);
            return TypedResults.Json(SettleResponse.Of(body.AckIds!, statuses), PullingJson.Web.SettleResponse);
        });
}
