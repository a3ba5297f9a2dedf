using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Cursors;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Messaging;

/// <summary><c>POST .../pull</c>: messages under a lease, waited for if there are none.</summary>
public sealed class PullFunction(RequestPipeline pipeline, TopicDirectory directory, MessagePuller puller)
{
    [Function("PullMessages")]
    public Task<IResult> PullAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/topics/{topic}/subscriptions/{name}/pull")] HttpRequest request, string topic, string name) =>
        pipeline.RunAsync(request, SubscriptionOperations.Pull.On(topic), async context =>
        {
            var (max, wait) = (await OptionalBody.ReadAsync(request, SubscriptionsJson.Web.PullRequest)).Check();
            var named = await NamedSubscription.FindAsync(directory, topic, name, context.Aborted);
            return named.Subscription.Delivery is Delivery.Pull
                ? new PullAnswerResult(await puller.PullAsync(named.Topic, named.Subscription, max, wait, context.Aborted))
                : new ProblemResult(Problems.PushSubscription());
        });
}
