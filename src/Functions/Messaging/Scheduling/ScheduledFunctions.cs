using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Core;
using Serverless.Core.Access;
using Serverless.Core.Messaging.Scheduling;
using Serverless.Core.Messaging.Topics;
using Serverless.Functions.Description;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Messaging.Scheduling;

/// <summary><c>/api/topics/{topic}/scheduled</c>: lists, shows and cancels messages that wait for their time.</summary>
[Tags("Messages")]
public sealed class ScheduledFunctions(RequestPipeline pipeline, TopicDirectory topics, ScheduledMessages scheduled)
{
    private const string Route = "api/topics/{topic}/scheduled/{id}";
    private const int IdAfter = 4;

    [Function("ListScheduledMessages")]
    [EndpointSummary("Lists the messages that wait for their time")]
    [EndpointDescription("The one that is due first comes first. Their data is there for a key that may also subscribe to the topic.")]
    [NeedsScope(ScopeNames.Publish, Per = "topic")]
    [Responds(200, "Messages, and when they are due.", typeof(Page<ScheduledMessageResponse>), MessageExamples.ScheduledMessages)]
    [Paged]
    [Fails(ProblemTypes.NotFound)]
    public Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/topics/{topic}/scheduled")] HttpRequest request, string topic) =>
        pipeline.RunAsync(request, TopicOperations.ListScheduled.On(topic), async context =>
        {
            var (after, limit) = (PageQuery.Continuation(request, ReadContinuation), PageQuery.Limit(request));
            var (messages, hasMore) = await scheduled.ListAsync(await FindAsync(context, topic), after?.Position, limit, context.Aborted);
            return new ScheduledMessagesResult(messages, hasMore, MayRead(context, topic));
        });

    [Function("GetScheduledMessage")]
    [EndpointSummary("Shows a message that waits for its time")]
    [EndpointDescription("Its data is there for a key that may also subscribe to the topic.")]
    [NeedsScope(ScopeNames.Publish, Per = "topic")]
    [Responds(200, "The message, and when it is due.", typeof(ScheduledMessageResponse), MessageExamples.ScheduledMessage)]
    [Fails(ProblemTypes.NotFound)]
    public Task<IResult> GetAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Route)] HttpRequest request, string topic, string id) =>
        pipeline.RunAsync(request, TopicOperations.GetScheduled.On(topic), async context =>
            await scheduled.FindAsync(await FindAsync(context, topic), RouteText.After(request, IdAfter, id), context.Aborted) is { } message
                ? new ScheduledMessageResult(message, MayRead(context, topic))
                : new ProblemResult(Problems.NotFound("message that waits")));

    [Function("CancelScheduledMessage")]
    [EndpointSummary("Takes back a message that waits for its time")]
    [EndpointDescription("It will not be delivered, and its id is free again.")]
    [NeedsScope(ScopeNames.Publish, Per = "topic")]
    [Responds(204, "It is cancelled.")]
    [Fails(ProblemTypes.NotFound, ProblemTypes.BeingDelivered)]
    public Task<IResult> CancelAsync([HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = Route)] HttpRequest request, string topic, string id) =>
        pipeline.RunAsync(request, TopicOperations.CancelScheduled.On(topic), async context =>
            await scheduled.CancelAsync(await FindAsync(context, topic), RouteText.After(request, IdAfter, id), context.Aborted) switch
            {
                CancelResult.Cancelled => TypedResults.NoContent(),
                CancelResult.Moving => new ProblemResult(TopicProblems.BeingDelivered()),
                _ => new ProblemResult(Problems.NotFound("message that waits")),
            });

    private async Task<Topic> FindAsync(RequestContext context, string name) =>
        ResourceName.IsValid(name) && await topics.FindTopicAsync(name, context.Aborted) is { } topic
            ? topic
            : throw new RequestRefusedException(TopicProblems.TopicNotFound());

    // Who publishes need not be one who reads what others have published.
    private static bool MayRead(RequestContext context, string topic) => context.Caller.May(ScopeNames.Subscribe, topic);

    private static ScheduledPlace? ReadContinuation(string text) =>
        Continuation.Decode(text, 1) is [var part] && SchedulePosition.Parse(part) is { } position ? new ScheduledPlace(position) : null;

    private sealed record ScheduledPlace(SchedulePosition Position);
}
