using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Core.Messaging;
using Serverless.Core.Naming;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Messaging;

/// <summary><c>POST /api/topics/{topic}/publish</c>: takes messages in our JSON, or CloudEvents in each of their HTTP modes.</summary>
public sealed class PublishFunction(RequestPipeline pipeline, TopicDirectory topics, IPublisher publisher)
{
    [Function("Publish")]
    public Task<IResult> PublishAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/topics/{topic}/publish")] HttpRequest request, string topic) =>
        pipeline.RunAsync(request, TopicOperations.Publish.On(topic), context => StoreAsync(context, topic));

    private async Task<IResult> StoreAsync(RequestContext context, string name)
    {
        if (!ResourceName.IsValid(name) || await topics.FindTopicAsync(name, context.Aborted) is not { } topic)
        {
            return new ProblemResult(TopicProblems.TopicNotFound());
        }

        using var trace = PublishTrace.Start(context.Request, name);
        var messages = await PublishBody.ReadAsync(context.Request, trace);
        var results = await publisher.PublishAsync(topic, messages, context.Aborted);
        return Failure(results) is { } status
            ? new ProblemResult(TopicProblems.Of(status))
            : TypedResults.Json(PublishAnswer.Of(results), TopicsJson.Web.PublishAnswer);
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
