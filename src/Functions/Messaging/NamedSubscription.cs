using Serverless.Core.Messaging.Topics;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Messaging;

/// <summary>The subscription that a route names, with its topic.</summary>
public sealed record NamedSubscription(Topic Topic, Subscription Subscription)
{
    /// <exception cref="RequestRefusedException">There is no such topic, or no such subscription of it.</exception>
    public static async Task<NamedSubscription> FindAsync(TopicDirectory directory, string topic, string name, CancellationToken cancellationToken)
    {
        var found = await directory.FindTopicAsync(topic, cancellationToken) ?? throw new RequestRefusedException(Problems.NotFound("topic"));
        return await directory.FindSubscriptionAsync(found.Id, name, cancellationToken) is { Active: true } subscription
            ? new NamedSubscription(found, subscription)
            : throw new RequestRefusedException(Problems.NotFound("subscription"));
    }
}
