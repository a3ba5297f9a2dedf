using Microsoft.Extensions.Logging;
using Serverless.Core.Messaging.Pulling;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.Storage;

namespace Serverless.Core.Messaging.Push;

/// <summary>Sends wake-ups to the queue that a subscription belongs to.</summary>
public sealed partial class PushWakeUps(IWorkQueue queue, IWakeUpMarks marks, EndpointTrust trust, ILogger<PushWakeUps> logger) : IEndpointWakeUps
{
    /// <summary>Queue messages can wait no longer; a day before that is far enough.</summary>
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(6);

    /// <summary>Until then publishers may not know of a first endpoint, and wake nobody: what they remember ends, and what they had begun too.</summary>
    private static readonly TimeSpan AfterPublishersKnow = TopicDirectory.Staleness + TimeSpan.FromSeconds(25);

    /// <summary>Wakes a lane, unless a wake-up is on its way.</summary>
    /// <exception cref="Storage.StoreUnavailableException">The queue did not answer; the wake-up may have been sent.</exception>
    public async Task SendOnceAsync(PushLane lane, CancellationToken cancellationToken)
    {
        var wakeUp = WakeUp.Of(lane);
        if (!await marks.TrySetAsync(wakeUp.Lane, wakeUp.KnownNext))
        {
            return;
        }

        try
        {
            await SendAsync(lane.Subscription, wakeUp, TimeSpan.Zero, cancellationToken);
        }
        catch
        {
            // The mark would say that a wake-up is on its way, and whoever tries again would believe it.
            await marks.ClearAsync(wakeUp.Lane);
            throw;
        }
    }

    /// <summary>Wakes all lanes of a subscription that was made, changed, resumed or moved back; holds because of earlier failures end.</summary>
    /// <param name="shards">Number of the topic's streams.</param>
    /// <inheritdoc cref="SendOnceAsync"/>
    public Task SendToAllAsync(Subscription subscription, int shards, CancellationToken cancellationToken) =>
        SendToAllAsync(subscription, shards, isForced: true, TimeSpan.Zero, cancellationToken);

    /// <summary>
    /// The same after its row was written, and once more when every publisher knows that it has an endpoint. It waits for
    /// nothing and never fails: what gets lost, fan-out and the sweep make up for.
    /// </summary>
    public void Wake(Subscription subscription, int shards)
    {
        _ = TryWakeAsync(subscription, () => SendToAllAsync(subscription, shards, CancellationToken.None));
        _ = TryWakeAsync(subscription, () => SendToAllAsync(subscription, shards, isForced: false, AfterPublishersKnow, CancellationToken.None));
    }

    /// <inheritdoc/>
    public void WakeAtOnce(Subscription subscription, int shards) =>
        _ = TryWakeAsync(subscription, () => SendToAllAsync(subscription, shards, CancellationToken.None));

    /// <inheritdoc/>
    public void Wake(Subscription subscription, StreamId stream) =>
        _ = TryWakeAsync(subscription, () => SendOnceAsync(new PushLane(subscription, stream), CancellationToken.None));

    /// <summary>Sends one wake-up, whatever is on its way.</summary>
    /// <inheritdoc cref="SendOnceAsync"/>
    public Task SendAsync(Subscription subscription, WakeUp wakeUp, TimeSpan delay, CancellationToken cancellationToken) => queue.SendAsync(
        QueueOf(subscription), wakeUp.ToString(), delay < LongestDelay ? delay : LongestDelay, cancellationToken);

    /// <summary>Where wake-ups of a subscription go.</summary>
    public string QueueOf(Subscription subscription) =>
        subscription.Delivery is Delivery.Push push && (push.Slow || !trust.MaySend(push)) ? PushQueues.Slow : PushQueues.Normal;

    private Task SendToAllAsync(Subscription subscription, int shards, bool isForced, TimeSpan delay, CancellationToken cancellationToken) => Task.WhenAll(
        Enumerable.Range(0, shards).Select(shard => SendAsync(
            subscription,
            new WakeUp(new StreamId(subscription.TopicId, shard), subscription.Id, subscription.Name, IsForced: isForced),
            delay,
            cancellationToken)));

    private async Task TryWakeAsync(Subscription subscription, Func<Task> send)
    {
        try
        {
            await send();
        }
        catch (StoreUnavailableException exception)
        {
            LogLost(logger, subscription.Topic, subscription.Name, exception);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Wake-ups of subscription {Subscription} of topic {Topic} got lost.")]
    private static partial void LogLost(ILogger logger, string topic, string subscription, Exception exception);
}

/// <summary>The queues of wake-ups: endpoints that keep us waiting have one of their own, so that they delay each other only.</summary>
public static class PushQueues
{
    public const string Normal = "push";

    /// <summary>For endpoints that failed or were slow, and for those that have not agreed yet.</summary>
    public const string Slow = "push-slow";
}
