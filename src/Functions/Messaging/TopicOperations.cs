using Serverless.Core.Access;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Messaging;

/// <summary>The operations on topics and subscriptions, and publishing.</summary>
public static class TopicOperations
{
    public static readonly Operation Put = new("topics.put", ScopeNames.ManageTopics);
    public static readonly Operation Get = new("topics.get", ScopeNames.ManageTopics);
    public static readonly Operation Delete = new("topics.delete", ScopeNames.ManageTopics);
    public static readonly Operation List = new("topics.list", ScopeNames.ManageTopics) { Parameters = PageQuery.Parameters };
    public static readonly Operation PutSubscription = new("subscriptions.put", ScopeNames.ManageTopics);
    public static readonly Operation GetSubscription = new("subscriptions.get", ScopeNames.ManageTopics);
    public static readonly Operation ChangeSubscription = new("subscriptions.change", ScopeNames.ManageTopics);
    public static readonly Operation DeleteSubscription = new("subscriptions.delete", ScopeNames.ManageTopics);
    public static readonly Operation ListSubscriptions = new("subscriptions.list", ScopeNames.ManageTopics) { Parameters = PageQuery.Parameters };
    public static readonly Operation Publish = new("messages.publish", ScopeNames.Publish);
}
