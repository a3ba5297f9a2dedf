using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Core.Access;
using Serverless.Core.Messaging.Administration;
using Serverless.Core.Messaging.Pulling;
using Serverless.Functions.Description;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Messaging.Administration;

/// <summary><c>/api/topics</c>: makes, changes, reads, lists and deletes topics.</summary>
[Tags("Topics")]
public sealed class TopicFunctions(RequestPipeline pipeline, TopicEditor topics, TopicBacklogReader backlogs)
{
    private const string Route = "api/topics/{topic}";
    private const string BacklogField = "backlog";

    [Function("PutTopic")]
    [Tagged]
    [EndpointSummary("Makes or changes a topic")]
    [EndpointDescription("What is left out takes its default; the number of shards can't be changed.")]
    [NeedsScope(ScopeNames.ManageTopics, Per = "topic")]
    [Takes(typeof(TopicRequest), TopicExamples.NewTopic)]
    [Responds(201, "The topic is new.", typeof(TopicResponse), TopicExamples.Topic, Headers = [ResponseHeaders.Location])]
    [Responds(200, "The topic as it is now.", typeof(TopicResponse), TopicExamples.Topic)]
    [Fails(ProblemTypes.ShardsChanged)]
    public Task<IResult> PutTopicAsync([HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = Route)] HttpRequest request, string topic) =>
        pipeline.RunAsync(request, TopicOperations.Put.On(topic), context => PutAsync(context, topic));

    [Function("GetTopic")]
    [Tagged]
    [EndpointSummary("Shows a topic")]
    [NeedsScope(ScopeNames.ManageTopics, Per = "topic")]
    [Responds(200, "The topic; it may be put back as it is.", typeof(TopicResponse), TopicExamples.Topic)]
    [Fails(ProblemTypes.NotFound)]
    public Task<IResult> GetTopicAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Route)] HttpRequest request, string topic) =>
        pipeline.RunAsync(request, TopicOperations.Get.On(topic), async context => await topics.FindAsync(topic, context.Aborted) is { } found
            ? context.AnswerOrNotModified(found.Revision, () => TypedResults.Json(TopicResponse.Of(found), TopicsJson.Web.TopicResponse))
            : new ProblemResult(TopicProblems.TopicNotFound()));

    [Function("DeleteTopic")]
    [Tagged]
    [EndpointSummary("Deletes a topic with its messages and subscriptions")]
    [NeedsScope(ScopeNames.ManageTopics, Per = "topic")]
    [Responds(204, "It is deleted.")]
    [Fails(ProblemTypes.NotFound)]
    public Task<IResult> DeleteTopicAsync([HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = Route)] HttpRequest request, string topic) =>
        pipeline.RunAsync(request, TopicOperations.Delete.On(topic), async context => await topics.DeleteAsync(topic, context.ReadPrecondition(), context.Aborted)
            ? TypedResults.NoContent()
            : new ProblemResult(TopicProblems.TopicNotFound()));

    [Function("ListTopics")]
    [EndpointSummary("Lists the topics")]
    [NeedsScope(ScopeNames.ManageTopics)]
    [Responds(200, "Topics by name.", typeof(Page<ListedTopicResponse>), TopicExamples.Topics)]
    [Parameter(BacklogField, "true to say of each topic what waits in it, as far as the first 200 subscriptions go.", "true")]
    [Paged]
    public Task<IResult> ListTopicsAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/topics")] HttpRequest request) =>
        pipeline.RunAsync(request, TopicOperations.List, async context =>
        {
            var limit = PageQuery.Limit(request);
            var found = await topics.ListAsync(NamedPage.After(request), limit + 1, context.Aborted);
            var measured = QueryFlag.Read(request, BacklogField) ? await backlogs.ReadAsync([.. found.Take(limit)], context.Aborted) : [];
            var listed = found.Select((topic, place) => (Topic: topic, Backlog: measured.ElementAtOrDefault(place))).ToList();
            return TypedResults.Json(
                NamedPage.Of(listed, limit, item => item.Topic.Name, item => ListedTopicResponse.Of(item.Topic, item.Backlog), TopicsJson.Web.ListedTopicResponse),
                TopicsJson.Web.PageListedTopicResponse);
        });

    private async Task<IResult> PutAsync(RequestContext context, string name)
    {
        using var body = await RequestBody.ReadJsonAsync(context.Request);
        var wanted = JsonReading.Read(body.RootElement, TopicsJson.Web.TopicRequest, (readable, _) => TopicRules.Check(name, readable));
        var result = await topics.PutAsync(name, wanted, context.ReadPrecondition(), context.Aborted);
        if (result is not { Status: TopicStatus.Created or TopicStatus.Ok, Topic: { } topic })
        {
            return new ProblemResult(TopicProblems.Of(result));
        }

        context.AnswerETag(topic.Revision);
        return result.Status == TopicStatus.Created
            ? new CreatedResult<TopicResponse>($"/api/topics/{name}", TopicResponse.Of(topic), TopicsJson.Web.TopicResponse)
            : TypedResults.Json(TopicResponse.Of(topic), TopicsJson.Web.TopicResponse);
    }
}
