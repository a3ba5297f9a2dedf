using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Core.Access;
using Serverless.Core.Messaging.Pulling;
using Serverless.Core.Messaging.Topics;
using Serverless.Functions.Description;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Messaging.Pulling;

/// <summary><c>POST .../pull</c>: messages under a lease, waited for if there are none.</summary>
[Tags("Messages")]
public sealed class PullFunction(RequestPipeline pipeline, TopicDirectory directory, MessagePuller puller, PullMetrics metrics)
{
    [Function("PullMessages")]
    [EndpointSummary("Pulls messages under a lease")]
    [NeedsScope(ScopeNames.Subscribe, Per = "topic")]
    [Takes(typeof(PullRequest), MessageExamples.Pull, IsOptional = true)]
    [Responds(200, "The messages; none if there were none in time.", typeof(PullResponse), MessageExamples.Pulled)]
    [Fails(ProblemTypes.NotFound, ProblemTypes.PushSubscription)]
    public Task<IResult> PullAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/topics/{topic}/subscriptions/{name}/pull")] HttpRequest request, string topic, string name) =>
        pipeline.RunAsync(request, SubscriptionOperations.Pull.On(topic), async context =>
        {
            var (max, wait, concurrency) = (await JsonBody.ReadAsync(request, PullingJson.Web.PullRequest, (readable, _) => readable.Refuse())).Check();
            return await NamedSubscription.RunAsync<IResult>(
                directory,
                topic,
                name,
                async named => named.Subscription.Delivery is Delivery.Pull
                    ? Answer(await puller.PullAsync(named.Topic, named.Subscription, max, wait, context.Aborted, concurrency))
                    : new ProblemResult(Problems.PushSubscription()),
                context.Aborted);
        });

    private PullResponseResult Answer(PullResult result)
    {
        metrics.CountMessages(result.Messages.Count);
        return new PullResponseResult(result);
    }
}

/// <summary>What a pull brought.</summary>
/// <remarks>Describes what <see cref="PullResponseResult"/> writes.</remarks>
/// <param name="Messages">Each is under a lease: acknowledge it before the subscription's <c>ackDeadline</c>.</param>
/// <param name="RetryAfter">When to come back, if too many wait; else left out.</param>
public sealed record PullResponse(
    IReadOnlyList<PulledMessageResponse> Messages,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] TimeSpan? RetryAfter);
