using Serverless.Core.Messaging.Publishing;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.Storage;

namespace Serverless.Core.Messaging.Push;

/// <summary>
/// Wakes the push subscriptions of a topic because one of its streams got messages: a page of subscriptions at a time, so
/// that however many there are, no run is long. What a run did not get to, its repetition does.
/// </summary>
public sealed class FanOut(ITopicStore store, PushWakeUps wakeUps, IWorkQueue queue)
{
    /// <summary>Subscriptions looked at in one run.</summary>
    public const int Page = 200;

    private const int Requests = 16;

    /// <summary>Wakes a page of subscriptions, and hands the next over to another run.</summary>
    /// <exception cref="Storage.StoreUnavailableException">The store or the queue did not answer: to be run again.</exception>
    public async Task RunAsync(FanOutMessage message, CancellationToken cancellationToken)
    {
        var page = await store.ListPushSubscriptionsAsync(message.Stream.TopicId, message.After, Page, cancellationToken);
        var woken = page.Select(item => item.Subscription).Where(IsToBeWoken);
        await BoundedParallel.ForEachAsync(
            woken, Requests, subscription => wakeUps.SendOnceAsync(new PushLane(subscription, message.Stream), cancellationToken), cancellationToken);

        // Last: sent first, every repetition of this run would send it again, and its repetitions again.
        if (page.Count == Page)
        {
            var next = message with { After = page[^1].Subscription.Name };
            await queue.SendAsync(FanOutQueue.Name, next.ToString(), TimeSpan.Zero, cancellationToken);
        }
    }

    private static bool IsToBeWoken(Subscription subscription) => subscription is { Active: true, Paused: false, Delivery: Delivery.Push };
}
