using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Messaging.Pulling;

/// <summary>Delivers messages to consumers that ask for them.</summary>
public sealed class MessagePuller(CursorClient cursors, CursorKeys keys, PullWaiters waiters, TopicDirectory directory, TimeProvider time)
{
    public const int MaxMessages = 100;

    /// <summary>The longest that a pull may wait.</summary>
    public static readonly TimeSpan LongestWait = CursorMachine.LongestWait;

    /// <summary>When to come back where too many wait, or the subscription is paused.</summary>
    public static readonly TimeSpan Later = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);

    /// <summary>When to look again for what a lagging replica does not know yet; doubled each time.</summary>
    private static readonly TimeSpan ReplicaWait = TimeSpan.FromMilliseconds(20);

    private int turns;

    /// <summary>Messages of all the topic's streams, as soon as there are any.</summary>
    /// <param name="max">At most so many, 1-<see cref="MaxMessages"/>.</param>
    /// <param name="concurrency">Of what is pulled, how many messages the consumer begins with at a time, in their order; 0 when it does not say.</param>
    /// <param name="wait">How long to wait for the first, up to <see cref="LongestWait"/>.</param>
    /// <inheritdoc cref="CursorWriters.RunAsync"/>
    public async Task<PullResult> PullAsync(
        Topic topic, Subscription subscription, int max, TimeSpan wait, CancellationToken cancellationToken, byte concurrency = 0)
    {
        StreamId[] streams = [.. topic.Streams()];
        using var waiter = wait > TimeSpan.Zero ? waiters.TryEnter(streams, subscription.Id) : null;
        var (end, replicaWait) = (time.GetUtcNow() + wait, ReplicaWait);
        var current = subscription;
        waiter?.Reset();
        while (true)
        {
            var look = new PullLook(time.GetUtcNow());
            if (!current.Paused)
            {
                await LookAsync(current, streams, new CursorCommand.Lease(max) { Concurrency = concurrency }, look, waiter, cancellationToken);
            }

            var left = end - time.GetUtcNow();
            if (look.Messages.Count > 0 || left <= TimeSpan.Zero || waiter is null)
            {
                return new PullResult(look.Messages, look.Messages.Count == 0 && (current.Paused || left > TimeSpan.Zero) ? Later : null);
            }

            await waiter.WaitAsync(Shortest(left, look.NextDue - time.GetUtcNow(), look.IsBehind ? replicaWait : null), time, cancellationToken);
            replicaWait = look.IsBehind ? replicaWait * 2 : ReplicaWait;
            if (await FindAsync(subscription, isChanged: waiter.Reset(), cancellationToken) is not { } found)
            {
                return new PullResult([]);
            }

            current = found;
        }
    }

    private static TimeSpan Shortest(TimeSpan left, TimeSpan? untilDue, TimeSpan? replicaWait)
    {
        var wait = untilDue < left ? untilDue.Value : left;
        wait = replicaWait < wait ? replicaWait.Value : wait;
        return wait > ShortestWait ? wait : ShortestWait;
    }

    /// <summary>The subscription as it is after a wait; null when there is nothing to pull from it any more.</summary>
    private async ValueTask<Subscription?> FindAsync(Subscription subscription, bool isChanged, CancellationToken cancellationToken)
    {
        if (isChanged)
        {
            directory.Forget(subscription.TopicId, subscription.Name);
        }

        var found = await directory.FindSubscriptionAsync(subscription.TopicId, subscription.Name, cancellationToken);
        return found?.Id == subscription.Id && found is { Active: true, Delivery: Delivery.Pull } ? found : null;
    }

    // Each pull begins with another stream, so that none is served better than the others.
    private async Task LookAsync(
        Subscription subscription, StreamId[] streams, CursorCommand.Lease lease, PullLook look, PullWaiter? waiter, CancellationToken cancellationToken)
    {
        var first = (int)((uint)Interlocked.Increment(ref turns) % (uint)streams.Length);
        for (var i = 0; i < streams.Length && look.Messages.Count < lease.Max; i++)
        {
            var stream = streams[(first + i) % streams.Length];
            var rest = lease with { Max = lease.Max - look.Messages.Count, KnownNext = waiter?.KnownNext(stream) ?? 0 };
            await LookAsync(subscription, stream, rest, look, cancellationToken);
        }
    }

    private async Task LookAsync(Subscription subscription, StreamId stream, CursorCommand.Lease lease, PullLook look, CancellationToken cancellationToken)
    {
        CursorAnswer answer;
        do
        {
            answer = await cursors.RunAsync(subscription, stream, [lease], cancellationToken);
        }
        while (answer.Messages.Count == 0 && answer.HasMore);

        if (answer.State is { } state)
        {
            var cursor = new CursorId(subscription.Id, stream);
            look.Add(answer, await keys.FindAsync(cursor, cancellationToken) ?? new AckIdSigner(cursor, state.AckKey.AsSpan()), lease.KnownNext);
        }
    }
}
