using Microsoft.Extensions.Logging;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.Storage;

namespace Serverless.Core.Messaging.Push;

/// <summary>
/// Finds the subscriptions that wake-ups are for, and writes down what delivery learned of an endpoint, unless the
/// subscription has been given another endpoint since.
/// </summary>
public sealed partial class PushSubscriptions(TopicDirectory directory, SubscriptionUpdates updates, PushMetrics metrics, ILogger<PushSubscriptions> logger)
{
    private const string GoneReason = "The endpoint answered 410 Gone.";

    /// <summary>What is remembered of a subscription is not to be believed: a wake-up may come of its change.</summary>
    public void Forget(WakeUp wakeUp) => directory.Forget(wakeUp.Stream.TopicId, wakeUp.Name);

    /// <summary>The lane of a wake-up and what belongs to it; null when nothing is to be delivered from it (any more).</summary>
    public async Task<(PushLane Lane, Topic Topic, Delivery.Push Push)?> FindAsync(WakeUp wakeUp)
    {
        var subscription = await directory.FindSubscriptionAsync(wakeUp.Stream.TopicId, wakeUp.Name, CancellationToken.None);
        if (subscription is not { Active: true, Paused: false, Delivery: Delivery.Push push } || subscription.Id != wakeUp.SubscriptionId)
        {
            return null;
        }

        var topic = await directory.FindTopicAsync(subscription.Topic, CancellationToken.None);
        return topic is not null && topic.Id == subscription.TopicId && wakeUp.Stream.Shard < topic.Shards
            ? (new PushLane(subscription, wakeUp.Stream, wakeUp.KnownNext), topic, push)
            : null;
    }

    /// <summary>The endpoint has agreed.</summary>
    /// <exception cref="StoreUnavailableException">The store did not answer.</exception>
    /// <exception cref="WriteConflictException">Others changed the subscription all the while.</exception>
    public async Task<Subscription?> VerifyAsync(Subscription subscription, string endpoint, int? requestsPerMinute, CancellationToken cancellationToken)
    {
        LogVerified(logger, subscription.Topic, subscription.Name, requestsPerMinute);
        return await ChangeAsync(
            subscription,
            endpoint,
            (current, push) => current with { Delivery = push with { Verified = true, AllowedRate = requestsPerMinute } },
            cancellationToken);
    }

    /// <summary>The endpoint is gone.</summary>
    /// <inheritdoc cref="VerifyAsync"/>
    public async Task PauseAsync(Subscription subscription, string endpoint, CancellationToken cancellationToken)
    {
        LogGone(logger, subscription.Topic, subscription.Name);
        await ChangeAsync(subscription, endpoint, (current, _) => current with { Paused = true, PausedReason = GoneReason }, cancellationToken);
    }

    /// <summary>The endpoint has to be delivered to apart from others, or not any more.</summary>
    /// <returns>The subscription as it is now, or as it was where that can't be written: it costs time, nothing else.</returns>
    public async Task<Subscription> MoveAsync(Subscription subscription, string endpoint, bool toSlow, CancellationToken cancellationToken)
    {
        try
        {
            var moved = await ChangeAsync(
                subscription,
                endpoint,
                (current, push) => push.Slow == toSlow ? current : current with { Delivery = push with { Slow = toSlow } },
                cancellationToken);
            metrics.CountMove(toSlow);
            LogMoved(logger, subscription.Topic, subscription.Name, toSlow ? PushQueues.Slow : PushQueues.Normal);
            return moved ?? subscription;
        }
        catch (Exception exception) when (exception is StoreUnavailableException or WriteConflictException)
        {
            LogNotMoved(logger, subscription.Topic, subscription.Name, exception);
            return subscription;
        }
    }

    private Task<Subscription?> ChangeAsync(
        Subscription subscription, string endpoint, Func<Subscription, Delivery.Push, Subscription> change, CancellationToken cancellationToken) =>
        updates.ChangeAsync(
            subscription,
            current => current.Delivery is Delivery.Push push && push.Endpoint == endpoint ? change(current, push) : current,
            cancellationToken);

    [LoggerMessage(LogLevel.Information, "The endpoint of subscription {Subscription} of topic {Topic} has agreed to deliveries ({Rate} requests a minute).")]
    private static partial void LogVerified(ILogger logger, string topic, string subscription, int? rate);

    [LoggerMessage(LogLevel.Warning, "The endpoint of subscription {Subscription} of topic {Topic} is gone (410): the subscription is paused.")]
    private static partial void LogGone(ILogger logger, string topic, string subscription);

    [LoggerMessage(LogLevel.Warning, "Subscription {Subscription} of topic {Topic} moves to queue {Queue}.")]
    private static partial void LogMoved(ILogger logger, string topic, string subscription, string queue);

    [LoggerMessage(LogLevel.Warning, "Subscription {Subscription} of topic {Topic} could not be moved to another queue.")]
    private static partial void LogNotMoved(ILogger logger, string topic, string subscription, Exception exception);
}
