using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Core.Access;
using Serverless.Core.Messaging.Pulling;
using Serverless.Core.Messaging.Topics;
using Serverless.Functions.Description;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Messaging.Pulling;

/// <summary><c>POST .../seek</c>: moves a subscription to another place of its topic.</summary>
[Tags("Subscriptions")]
public sealed class SeekFunction(RequestPipeline pipeline, TopicDirectory directory, SubscriptionSeeker seeker, TimeProvider time)
{
    [Function("SeekSubscription")]
    [EndpointSummary("Moves a subscription to another place of its topic")]
    [NeedsScope(ScopeNames.Subscribe, Per = "topic")]
    [Takes(typeof(SeekRequest), MessageExamples.Seek)]
    [Responds(200, "Where it is now.", typeof(SeekResponse), MessageExamples.Landed)]
    [Fails(ProblemTypes.NotFound)]
    public Task<IResult> SeekAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/topics/{topic}/subscriptions/{name}/seek")] HttpRequest request, string topic, string name) =>
        pipeline.RunAsync(request, SubscriptionOperations.Seek.On(topic), async context =>
        {
            var seek = await JsonBody.ReadRequiredAsync(request, PullingJson.Web.SeekRequest);
            var to = seek.Check(time.GetUtcNow());
            var landed = await NamedSubscription.RunAsync(
                directory, topic, name, named => seeker.SeekAsync(named.Topic, named.Subscription, to, context.Aborted), context.Aborted);
            return TypedResults.Json(new SeekResponse(landed), PullingJson.Web.SeekResponse);
        });
}
