using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Cursors;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Messaging;

/// <summary><c>POST .../seek</c>: moves a subscription to another place of its topic.</summary>
public sealed class SeekFunction(RequestPipeline pipeline, TopicDirectory directory, SubscriptionSeeker seeker, TimeProvider time)
{
    [Function("SeekSubscription")]
    public Task<IResult> SeekAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/topics/{topic}/subscriptions/{name}/seek")] HttpRequest request, string topic, string name) =>
        pipeline.RunAsync(request, SubscriptionOperations.Seek.On(topic), async context =>
        {
            var seek = await OptionalBody.ReadRequiredAsync(request, SubscriptionsJson.Web.SeekRequest);
            var to = seek.Check(time.GetUtcNow());
            var (found, subscription) = await NamedSubscription.FindAsync(directory, topic, name, context.Aborted);
            var landed = await seeker.SeekAsync(found, subscription, to, context.Aborted);
            return TypedResults.Json(new SeekAnswer(landed), SubscriptionsJson.Web.SeekAnswer);
        });
}
