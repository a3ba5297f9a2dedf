using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
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
    [Responds(200, "What became of each id, in their order.", typeof(SettleResponse), MessageExamples.Settled)]
    [Fails(ProblemTypes.NotFound)]
    public Task<IResult> AcknowledgeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/topics/{topic}/subscriptions/{name}/ack")] HttpRequest request, string topic, string name) =>
        pipeline.RunAsync(request, SubscriptionOperations.Acknowledge.On(topic), async context =>
        {
            var settle = await JsonBody.ReadRequiredAsync(request, PullingJson.Web.SettleRequest);
            settle.Check();
            return Answer(settle, await NamedSubscription.RunAsync(
                directory, topic, name, named => settler.AcknowledgeAsync(named.Topic, named.Subscription, settle.AckIds!, context.Aborted), context.Aborted));
        });

    [Function("NackMessages")]
    [EndpointSummary("Gives messages back, to be delivered again")]
    [NeedsScope(ScopeNames.Subscribe, Per = "topic")]
    [Takes(typeof(NackRequest), MessageExamples.Nack)]
    [Responds(200, "What became of each id, in their order.", typeof(SettleResponse), MessageExamples.Settled)]
    [Fails(ProblemTypes.NotFound)]
    public Task<IResult> NackAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/topics/{topic}/subscriptions/{name}/nack")] HttpRequest request, string topic, string name) =>
        pipeline.RunAsync(request, SubscriptionOperations.Nack.On(topic), async context =>
        {
            var settle = await JsonBody.ReadRequiredAsync(request, PullingJson.Web.NackRequest);
            settle.Check();
            return Answer(settle, await NamedSubscription.RunAsync(
                directory, topic, name, named => settler.NackAsync(named.Topic, named.Subscription, settle.AckIds!, settle.Delay, context.Aborted), context.Aborted));
        });

    [Function("ExtendLeases")]
    [EndpointSummary("Keeps messages for longer")]
    [NeedsScope(ScopeNames.Subscribe, Per = "topic")]
    [Takes(typeof(ExtendRequest), MessageExamples.Extend)]
    [Responds(200, "What became of each id, in their order.", typeof(SettleResponse), MessageExamples.Settled)]
    [Fails(ProblemTypes.NotFound)]
    public Task<IResult> ExtendAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/topics/{topic}/subscriptions/{name}/extend")] HttpRequest request, string topic, string name) =>
        pipeline.RunAsync(request, SubscriptionOperations.Extend.On(topic), async context =>
        {
            var settle = await JsonBody.ReadRequiredAsync(request, PullingJson.Web.ExtendRequest);
            settle.Check();
            return Answer(settle, await NamedSubscription.RunAsync(
                directory, topic, name, named => settler.ExtendAsync(named.Topic, named.Subscription, settle.AckIds!, settle.By!.Value, context.Aborted), context.Aborted));
        });

    private static JsonHttpResult<SettleResponse> Answer(SettleRequest request, IReadOnlyList<SettleStatus> statuses) =>
        TypedResults.Json(SettleResponse.Of(request.AckIds!, statuses), PullingJson.Web.SettleResponse);
}
