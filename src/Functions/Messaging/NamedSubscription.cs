using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.Storage;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Messaging;

/// <summary>The subscription that a route names, with its topic.</summary>
public sealed record NamedSubscription(Topic Topic, Subscription Subscription)
{
    /// <summary>
    /// Does something with the subscription that a name means. What is remembered of names may be old: where it turns out that
    /// the subscription is gone, the name is looked up again.
    /// </summary>
    /// <exception cref="RequestRefusedException">There is no such topic, or no such subscription of it.</exception>
    /// <exception cref="StoreUnavailableException">Only a subscription that is gone can be seen.</exception>
    public static async Task<T> RunAsync<T>(
        TopicDirectory directory, string topic, string name, Func<NamedSubscription, Task<T>> operation, CancellationToken cancellationToken)
    {
        var named = await FindAsync(directory, topic, name, cancellationToken);
        try
        {
            return await operation(named);
        }
        catch (SubscriptionGoneException)
        {
            directory.Forget(topic);
            directory.Forget(named.Topic.Id, name);
            return await AgainAsync(await FindAsync(directory, topic, name, cancellationToken), operation);
        }
    }

    /// <summary>The same with what is stored now: nothing that is remembered of names is believed.</summary>
    /// <inheritdoc cref="RunAsync"/>
    public static async Task<T> RunAnewAsync<T>(
        TopicDirectory directory, string topic, string name, Func<NamedSubscription, Task<T>> operation, CancellationToken cancellationToken)
    {
        directory.Forget(topic);
        if (await directory.FindTopicAsync(topic, cancellationToken) is { } found)
        {
            directory.Forget(found.Id, name);
        }

        return await RunAsync(directory, topic, name, operation, cancellationToken);
    }

    private static async Task<T> AgainAsync<T>(NamedSubscription named, Func<NamedSubscription, Task<T>> operation)
    {
        try
        {
            return await operation(named);
        }
        catch (SubscriptionGoneException exception)
        {
            throw new StoreUnavailableException("The subscription can't be seen as it is now.", exception);
        }
    }

    private static async Task<NamedSubscription> FindAsync(TopicDirectory directory, string topic, string name, CancellationToken cancellationToken)
    {
        var found = await directory.FindTopicAsync(topic, cancellationToken) ?? throw new RequestRefusedException(Problems.NotFound("topic"));
        return await directory.FindSubscriptionAsync(found.Id, name, cancellationToken) is { Active: true } subscription
            ? new NamedSubscription(found, subscription)
            : throw new RequestRefusedException(Problems.NotFound("subscription"));
    }
}
