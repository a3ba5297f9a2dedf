using Serverless.Core.Access;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Messaging;

/// <summary>The operations on topics and subscriptions, and publishing.</summary>
public static class TopicOperations
{
    public static readonly Operation Put = new("topics.put", ScopeNames.ManageTopics) { Audited = AuditedResource.Topic.Is("put") };
    public static readonly Operation Get = new("topics.get", ScopeNames.ManageTopics);
    public static readonly Operation Delete = new("topics.delete", ScopeNames.ManageTopics) { Audited = AuditedResource.Topic.Is("delete") };
    public static readonly Operation List = new("topics.list", ScopeNames.ManageTopics) { Parameters = [.. PageQuery.Parameters, "backlog"] };
    public static readonly Operation PutSubscription = new("subscriptions.put", ScopeNames.ManageTopics) { Audited = AuditedResource.Subscription.Is("put") };
    public static readonly Operation GetSubscription = new("subscriptions.get", ScopeNames.ManageTopics);
    public static readonly Operation ChangeSubscription = new("subscriptions.change", ScopeNames.ManageTopics) { Audited = AuditedResource.Subscription.Is("patch") };
    public static readonly Operation DeleteSubscription = new("subscriptions.delete", ScopeNames.ManageTopics) { Audited = AuditedResource.Subscription.Is("delete") };
    public static readonly Operation ListSubscriptions = new("subscriptions.list", ScopeNames.ManageTopics) { Parameters = PageQuery.Parameters };
    public static readonly Operation Publish = new("messages.publish", ScopeNames.Publish);
    public static readonly Operation ListScheduled = new("messages.scheduled", ScopeNames.Publish) { Parameters = PageQuery.Parameters };
    public static readonly Operation GetScheduled = new("messages.scheduled.get", ScopeNames.Publish);
    public static readonly Operation CancelScheduled = new("messages.scheduled.cancel", ScopeNames.Publish);
}
