using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Core;
using Serverless.Core.Access;
using Serverless.Core.Messaging.Administration;
using Serverless.Core.Messaging.Topics;
using Serverless.Functions.Description;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Messaging.Administration;

/// <summary><c>/api/topics/{topic}/subscriptions</c>: makes, changes, reads, lists and deletes subscriptions.</summary>
[Tags("Subscriptions")]
public sealed class SubscriptionFunctions(RequestPipeline pipeline, SubscriptionEditor subscriptions, SubscriptionRules rules, TopicDirectory directory)
{
    private const string ListRoute = "api/topics/{topic}/subscriptions";
    private const string Route = ListRoute + "/{name}";

    [Function("PutSubscription")]
    [Tagged]
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
            var wanted = JsonReading.Read(body.RootElement, TopicsJson.Web.SubscriptionRequest, (readable, _) => rules.Check(topic, name, readable));
            return await AnswerAsync(await subscriptions.PutAsync(topic, name, wanted, context.ReadPrecondition(), MayPublish(context), context.Aborted), context);
        });

    [Function("ChangeSubscription")]
    [Tagged]
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
            var patch = body.RootElement;
            FieldErrors Check(SubscriptionRequest readable, ReadOnlyMemory<byte> json) => rules.Check(topic, name, readable);
            var result = await subscriptions.PatchAsync(topic, name, current => SubscriptionPatch.Apply(current, patch, Check), context.ReadPrecondition(), MayPublish(context), context.Aborted);
            return await AnswerAsync(result, context);
        });

    [Function("GetSubscription")]
    [EndpointSummary("Shows a subscription")]
    [NeedsScope(ScopeNames.ManageTopics, Per = "topic")]
    [Responds(200, "The subscription; it may be put back as it is.", typeof(SubscriptionResponse), TopicExamples.Subscription, Headers = [ResponseHeaders.ETag])]
    [Fails(ProblemTypes.NotFound)]
    public Task<IResult> GetSubscriptionAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Route)] HttpRequest request, string topic, string name) =>
        pipeline.RunAsync(request, TopicOperations.GetSubscription.On(topic), async context =>
            await AnswerAsync(await subscriptions.FindAsync(topic, name, context.Aborted), context));

    [Function("DeleteSubscription")]
    [Tagged]
    [EndpointSummary("Deletes a subscription")]
    [NeedsScope(ScopeNames.ManageTopics, Per = "topic")]
    [Responds(204, "It is deleted.")]
    [Fails(ProblemTypes.NotFound)]
    public Task<IResult> DeleteSubscriptionAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = Route)] HttpRequest request, string topic, string name) =>
        pipeline.RunAsync(request, TopicOperations.DeleteSubscription.On(topic), async context =>
            await subscriptions.DeleteAsync(topic, name, context.ReadPrecondition(), context.Aborted) is { Status: not TopicStatus.Ok } failed
                ? new ProblemResult(TopicProblems.Of(failed))
                : TypedResults.NoContent());

    [Function("ListSubscriptions")]
    [EndpointSummary("Lists the subscriptions of a topic")]
    [NeedsScope(ScopeNames.ManageTopics, Per = "topic")]
    [Responds(200, "Subscriptions by name.", typeof(Page<SubscriptionResponse>), TopicExamples.Subscriptions)]
    [Paged]
    [Fails(ProblemTypes.NotFound)]
    public Task<IResult> ListSubscriptionsAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = ListRoute)] HttpRequest request, string topic) =>
        pipeline.RunAsync(request, TopicOperations.ListSubscriptions.On(topic), async context =>
        {
            var limit = PageQuery.Limit(request);
            if (await subscriptions.ListAsync(topic, NamedPage.After(request), limit + 1, context.Aborted) is not { } found)
            {
                return new ProblemResult(TopicProblems.TopicNotFound());
            }

            var missing = new Dictionary<string, bool>(StringComparer.Ordinal);
            foreach (var other in found.Select(each => each.DeadLetterTopic).OfType<string>().Distinct(StringComparer.Ordinal))
            {
                missing[other] = await IsMissingAsync(other, context);
            }

            var page = NamedPage.Of(
                found,
                limit,
                each => each.Name,
                each => SubscriptionResponse.Of(each, missing.GetValueOrDefault(each.DeadLetterTopic ?? "")),
                TopicsJson.Web.SubscriptionResponse);
            return TypedResults.Json(page, TopicsJson.Web.PageSubscriptionResponse);
        });

    private static Func<string, bool> MayPublish(RequestContext context) => topic => context.Caller.May(ScopeNames.Publish, topic);

    private async Task<bool> IsMissingAsync(string? topic, RequestContext context) =>
        topic is not null && await directory.FindTopicAsync(topic, context.Aborted) is null;

    private async Task<IResult> AnswerAsync(SubscriptionResult result, RequestContext context)
    {
        if (result.Subscription is not { } subscription)
        {
            return new ProblemResult(TopicProblems.Of(result));
        }

        // Also to a question with If-None-Match: whether the endpoint has agreed changes without a revision, so it is answered whole.
        context.AnswerETag(subscription.Revision);
        var answer = SubscriptionResponse.Of(subscription, await IsMissingAsync(subscription.DeadLetterTopic, context), result.NewSecret);
        return result.Status == TopicStatus.Created
            ? new CreatedResult<SubscriptionResponse>(
                $"/api/topics/{subscription.Topic}/subscriptions/{subscription.Name}", answer, TopicsJson.Web.SubscriptionResponse)
            : TypedResults.Json(answer, TopicsJson.Web.SubscriptionResponse);
    }
}
