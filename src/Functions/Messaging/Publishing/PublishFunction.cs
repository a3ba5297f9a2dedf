using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Core;
using Serverless.Core.Access;
using Serverless.Core.Messaging.Publishing;
using Serverless.Core.Messaging.Topics;
using Serverless.Functions.Description;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Messaging.Publishing;

/// <summary><c>POST /api/topics/{topic}/publish</c>: takes messages in our JSON, or CloudEvents in each of their HTTP modes.</summary>
[Tags("Messages")]
public sealed class PublishFunction(RequestPipeline pipeline, TopicDirectory topics, TopicPublisher publisher, TimeProvider time)
{
    [Function("Publish")]
    [EndpointSummary("Publishes messages")]
    [EndpointDescription("Answered when they are on the disk. CloudEvents are taken in each of their HTTP modes: structured, batched, and binary with 'ce-*' headers and any content type. All messages of a request are stored, or what is wrong with them is said and none is. A message with deliverAt or delay is kept until then, at most 7 days, and answered with its id and the time; it is published at that time.")]
    [NeedsScope(ScopeNames.Publish, Per = "topic")]
    [Takes(typeof(PublishContract), MessageExamples.Publish)]
    [Takes(typeof(CloudEventContract), MessageExamples.CloudEvent, MediaType = "application/cloudevents+json")]
    [Takes(typeof(CloudEventContract), MessageExamples.CloudEvents, MediaType = "application/cloudevents-batch+json", IsList = true, OrListOf = PublishContract.MaxMessages)]
    [Responds(200, "Where each message is, in their order.", typeof(PublishResponse), MessageExamples.Published)]
    [Fails(ProblemTypes.NotFound, ProblemTypes.UnsupportedFormat, ProblemTypes.Overloaded)]
    public Task<IResult> PublishAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/topics/{topic}/publish")] HttpRequest request, string topic) =>
        pipeline.RunAsync(request, TopicOperations.Publish.On(topic), context => StoreAsync(context, topic));

    private async Task<IResult> StoreAsync(RequestContext context, string name)
    {
        if (!ResourceName.IsValid(name) || await topics.FindTopicAsync(name, context.Aborted) is null)
        {
            return new ProblemResult(TopicProblems.TopicNotFound());
        }

        using var trace = PublishTrace.Start(context.Request, name);
        var messages = await PublishBody.ReadAsync(context.Request, trace, time.GetUtcNow());
        if (await publisher.PublishAsync(name, messages, context.Aborted) is not { } results)
        {
            return new ProblemResult(TopicProblems.TopicNotFound());
        }

        return Failure(results) is { } status
            ? new ProblemResult(TopicProblems.Of(status))
            : TypedResults.Json(PublishResponse.Of(results), PublishingJson.Web.PublishResponse);
    }

    // What failed as a whole is answered as a whole.
    private static PublishStatus? Failure(IReadOnlyList<PublishResult> results)
    {
        if (results.Count == 0 || results.Any(result => result.IsStored))
        {
            return null;
        }

        return results[0].Status;
    }
}
