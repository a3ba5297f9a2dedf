using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Core.Access;
using Serverless.Core.Messaging.Administration;
using Serverless.Functions.Description;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Messaging.Administration;

/// <summary><c>/api/topics/{topic}/subscriptions</c>: makes, changes, reads, lists and deletes subscriptions.</summary>
[Tags("Subscriptions")]
public sealed class SubscriptionFunctions(RequestPipeline pipeline, SubscriptionEditor subscriptions)
{
    private const string ListRoute = "api/topics/{topic}/subscriptions";
    private const string Route = ListRoute + "/{name}";

    [Function("PutSubscription")]
    [EndpointSummary("Makes or replaces a subscription")]
    [EndpointDescription("What is left out takes its default. A push subscription is answered with its secret once, and delivers when its endpoint has agreed.")]
    [NeedsScope(ScopeNames.ManageTopics, Per = "topic")]
    [Takes(typeof(SubscriptionRequest), TopicExamples.NewSubscription)]
    [Responds(201, "The subscription is new.", typeof(SubscriptionResponse), TopicExamples.Subscription, Headers = [ResponseHeaders.Location])]
    [Responds(200, "The subscription as it is now.", typeof(SubscriptionResponse), TopicExamples.Subscription)]
    [Fails(ProblemTypes.NotFound)]
    public Task<IResult> PutSubscriptionAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = Route)] HttpRequest request, string topic, string name) =>
        pipeline.RunAsync(request, TopicOperations.PutSubscription.On(topic), async context =>
        {
            using var body = await RequestBody.ReadJsonAsync(request);
            var wanted = JsonReading.Read(body.RootElement, TopicsJson.Web.SubscriptionRequest);
            return Answer(await subscriptions.PutAsync(topic, name, wanted, context.Aborted));
        });

    [Function("ChangeSubscription")]
    [EndpointSummary("Changes a subscription")]
    [EndpointDescription("A merge patch (RFC 7396): what is left out stays, what is null takes its default.")]
    [NeedsScope(ScopeNames.ManageTopics, Per = "topic")]
    [Takes(typeof(SubscriptionRequest), TopicExamples.Change)]
    [Responds(200, "The subscription as it is now.", typeof(SubscriptionResponse), TopicExamples.Subscription)]
    [Fails(ProblemTypes.NotFound)]
    public Task<IResult> ChangeSubscriptionAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = Route)] HttpRequest request, string topic, string name) =>
        pipeline.RunAsync(request, TopicOperations.ChangeSubscription.On(topic), async context =>
        {
            using var body = await RequestBody.ReadJsonAsync(request);
            var patch = JsonReading.Read(body.RootElement, TopicsJson.Web.SubscriptionRequest);
            return Answer(await subscriptions.PatchAsync(topic, name, patch, Cleared(body.RootElement), context.Aborted));
        });

    [Function("GetSubscription")]
    [EndpointSummary("Shows a subscription")]
    [NeedsScope(ScopeNames.ManageTopics, Per = "topic")]
    [Responds(200, "The subscription; it may be put back as it is.", typeof(SubscriptionResponse), TopicExamples.Subscription)]
    [Fails(ProblemTypes.NotFound)]
    public Task<IResult> GetSubscriptionAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request, string topic, string name) =>
        pipeline.RunAsync(request, TopicOperations.GetSubscription.On(topic), async context => Answer(await subscriptions.FindAsync(topic, name, context.Aborted)));

    [Function("DeleteSubscription")]
    [EndpointSummary("Deletes a subscription")]
    [NeedsScope(ScopeNames.ManageTopics, Per = "topic")]
    [Responds(204, "It is deleted.")]
    [Fails(ProblemTypes.NotFound)]
    public Task<IResult> DeleteSubscriptionAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = Route)] HttpRequest request, string topic, string name) =>
        pipeline.RunAsync(request, TopicOperations.DeleteSubscription.On(topic), async context =>
            await subscriptions.DeleteAsync(topic, name, context.Aborted) is { Status: not TopicStatus.Ok } failed
                ? new ProblemResult(TopicProblems.Of(failed))
                : TypedResults.NoContent());

    [Function("ListSubscriptions")]
    [EndpointSummary("Lists the subscriptions of a topic")]
    [NeedsScope(ScopeNames.ManageTopics, Per = "topic")]
    [Responds(200, "Subscriptions by name.", typeof(Page<SubscriptionResponse>), TopicExamples.Subscriptions)]
    [Paged]
    [Fails(ProblemTypes.NotFound)]
    public Task<IResult> ListSubscriptionsAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = ListRoute)] HttpRequest request, string topic) =>
        pipeline.RunAsync(request, TopicOperations.ListSubscriptions.On(topic), async context =>
        {
            var limit = PageQuery.Limit(request);
            return await subscriptions.ListAsync(topic, NamedPage.After(request), limit + 1, context.Aborted) is { } found
                ? TypedResults.Json(
                    NamedPage.Of(found, limit, each => each.Name, each => SubscriptionResponse.Of(each)), TopicsJson.Web.PageSubscriptionResponse)
                : new ProblemResult(TopicProblems.TopicNotFound());
        });

    private static HashSet<string> Cleared(JsonElement patch) =>
        patch.EnumerateObject().Where(field => field.Value.ValueKind == JsonValueKind.Null).Select(field => field.Name).ToHashSet(StringComparer.Ordinal);

    private static IResult Answer(SubscriptionResult result)
    {
        if (result.Subscription is not { } subscription)
        {
            return new ProblemResult(TopicProblems.Of(result));
        }

        var answer = SubscriptionResponse.Of(subscription, result.NewSecret);
        return result.Status == TopicStatus.Created
            ? new CreatedResult<SubscriptionResponse>(
                $"/api/topics/{subscription.Topic}/subscriptions/{subscription.Name}", answer, TopicsJson.Web.SubscriptionResponse)
            : TypedResults.Json(answer, TopicsJson.Web.SubscriptionResponse);
    }
}
