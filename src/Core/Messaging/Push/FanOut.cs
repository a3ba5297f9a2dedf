using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Messaging.Publishing;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.Storage;

namespace Serverless.Core.Messaging.Push;

/// <summary>
/// Wakes the push subscriptions of a topic because one of its streams got messages: a page of subscriptions at a time, so
/// that however many there are, no run is long. What a run did not get to, its repetition does.
/// </summary>
public sealed class FanOut(
    ITopicStore store,
    IMessageLog log,
    ISubscriptionCursors floors,
    IPushCursors cursors,
    PushWakeUps wakeUps,
    EndpointTrust trust,
    IWorkQueue queue,
    TimeProvider time)
{
    /// <summary>Subscriptions looked at in one run.</summary>
    public const int Page = 200;

    /// <summary>The same where nearly all of them need no more than a comparison.</summary>
    public const int CheckPage = 1_000;

    private const int Requests = 16;

    /// <summary>Wakes a page of subscriptions, and hands the next over to another run.</summary>
    /// <exception cref="Storage.StoreUnavailableException">A store or the queue did not answer: to be run again.</exception>
    public async Task RunAsync(FanOutMessage message, CancellationToken cancellationToken)
    {
        var size = message.IsCheck ? CheckPage : Page;
        var page = await store.ListPushSubscriptionsAsync(message.Stream.TopicId, message.After, size, cancellationToken);
        var lanes = page.Select(item => item.Subscription).Where(IsToBeWoken).Select(subscription => new PushLane(subscription, message.Stream, message.Next));
        var due = message.IsCheck ? await FindBehindAsync(message.Stream, lanes, cancellationToken) : lanes;
        await BoundedParallel.ForEachAsync(due, Requests, lane => WakeAsync(lane, message.IsCheck, cancellationToken), cancellationToken);

        // Last: sent first, every repetition of this run would send it again, and its repetitions again.
        if (page.Count == size)
        {
            var next = message with { After = page[^1].Subscription.Name };
            await queue.SendAsync(FanOutQueue.Name, next.ToString(), TimeSpan.Zero, cancellationToken);
        }
    }

    private static bool IsToBeWoken(Subscription subscription) => subscription is { Active: true, Paused: false, Delivery: Delivery.Push };

    private async Task<IEnumerable<PushLane>> FindBehindAsync(StreamId stream, IEnumerable<PushLane> lanes, CancellationToken cancellationToken)
    {
        var next = (await log.FindHeadAsync(stream, cancellationToken)).Head.Next;
        var all = await floors.FindFloorsAsync(stream, cancellationToken);
        return lanes.Where(lane => !all.TryGetValue(lane.Subscription.Id, out var floor) || floor < next);
    }

    private async Task WakeAsync(PushLane lane, bool isCheck, CancellationToken cancellationToken)
    {
        if (!isCheck || await HasToBeginAsync(lane, cancellationToken))
        {
            await wakeUps.SendOnceAsync(lane, cancellationToken);
        }
    }

    // Floors may lag behind, and a message that waits for its time has a wake-up of its own.
    private async Task<bool> HasToBeginAsync(PushLane lane, CancellationToken cancellationToken)
    {
        var asks = lane.Subscription.Delivery is Delivery.Push push && !trust.MaySend(push);
        return TurnDecision.Of(WakeUp.Of(lane), await cursors.LookAsync(lane, cancellationToken), asks, time.GetUtcNow()).Begins;
    }
}
