using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Core.Access;
using Serverless.Core.Messaging.Pulling;
using Serverless.Core.Messaging.Topics;
using Serverless.Functions.Description;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Messaging.Pulling;

/// <summary><c>GET .../stats</c>: how a subscription is doing.</summary>
[Tags("Subscriptions")]
public sealed class SubscriptionStatsFunction(RequestPipeline pipeline, TopicDirectory directory, SubscriptionStatsReader stats)
{
    [Function("GetSubscriptionStats")]
    [EndpointSummary("Tells how a subscription is doing")]
    [NeedsScope(ScopeNames.Subscribe, Per = "topic")]
    [Responds(200, "Its numbers now.", typeof(SubscriptionStats), MessageExamples.Stats)]
    [Fails(ProblemTypes.NotFound)]
    public Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/topics/{topic}/subscriptions/{name}/stats")] HttpRequest request, string topic, string name) =>
        pipeline.RunAsync(request, SubscriptionOperations.Stats.On(topic), async context =>
        {
            var found = await NamedSubscription.RunAsync(
                directory, topic, name, named => stats.ReadAsync(named.Topic, named.Subscription, context.Aborted), context.Aborted);
            return TypedResults.Json(found, PullingJson.Web.SubscriptionStats);
        });
}
