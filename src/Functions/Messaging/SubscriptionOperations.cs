using Serverless.Core.Access;
using Serverless.Functions.Messaging.Attempts;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Messaging;

/// <summary>The operations of those who read a subscription.</summary>
public static class SubscriptionOperations
{
    public static readonly Operation Pull = new("messages.pull", ScopeNames.Subscribe);
    public static readonly Operation Peek = new("messages.peek", ScopeNames.Subscribe);
    public static readonly Operation Acknowledge = new("messages.ack", ScopeNames.Subscribe);
    public static readonly Operation Nack = new("messages.nack", ScopeNames.Subscribe);
    public static readonly Operation Extend = new("messages.extend", ScopeNames.Subscribe);
    public static readonly Operation Seek = new("subscriptions.seek", ScopeNames.Subscribe) { Audited = AuditedResource.Subscription.Is("seek") };
    public static readonly Operation Retry = new("subscriptions.retry", ScopeNames.Subscribe);
    public static readonly Operation Stats = new("subscriptions.stats", ScopeNames.Subscribe);
    public static readonly Operation ListDeadLetters = new("subscriptions.dead-letters", ScopeNames.Subscribe) { Parameters = PageQuery.Parameters };
    public static readonly Operation ListAttempts = new("subscriptions.attempts", ScopeNames.Subscribe)
    {
        Parameters = [.. PageQuery.Parameters, AttemptsFunction.MessageField, AttemptsFunction.FailedField],
    };
    public static readonly Operation ReplayDeadLetters = new("subscriptions.replay", ScopeNames.Subscribe) { Audited = AuditedResource.Subscription.Is("replay") };
    public static readonly Operation DiscardDeadLetters = new("subscriptions.discard", ScopeNames.Subscribe) { Audited = AuditedResource.Subscription.Is("discard") };
}
