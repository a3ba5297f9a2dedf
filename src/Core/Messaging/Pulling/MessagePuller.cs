using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Messaging.Pulling;

/// <summary>Delivers messages to consumers that ask for them.</summary>
public sealed class MessagePuller(CursorClient reader, CursorSteps steps, CursorKeys keys, PullWaiters waiters, TimeProvider time)
{
    public const int MaxMessages = 100;

    /// <summary>The longest that a pull may wait.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    /// <summary>When to come back where too many wait.</summary>
    public static readonly TimeSpan Later = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);

    private int turns;

    /// <summary>Messages of all the topic's streams, as soon as there are any.</summary>
    /// <param name="max">At most so many, 1-<see cref="MaxMessages"/>.</param>
    /// <param name="wait">How long to wait for the first, up to <see cref="LongestWait"/>.</param>
    /// <inheritdoc cref="CursorLanes.RunAsync"/>
    public async Task<PullResult> PullAsync(Topic topic, Subscription subscription, int max, TimeSpan wait, CancellationToken cancellationToken)
    {
        if (subscription.Paused)
        {
            return new PullResult([]);
        }

        StreamId[] streams = [.. topic.Streams()];
        using var waiter = wait > TimeSpan.Zero ? waiters.TryEnter(streams) : null;
        var end = time.GetUtcNow() + wait;
        while (true)
        {
            waiter?.Reset();
            var look = new PullLook();
            await LookAsync(subscription, streams, max, look, cancellationToken);
            var left = end - time.GetUtcNow();
            if (look.Messages.Count > 0 || left <= TimeSpan.Zero)
            {
                return new PullResult(look.Messages);
            }

            if (waiter is null)
            {
                return new PullResult([], Later);
            }

            await waiter.WaitAsync(Shorter(left, look.NextDue - time.GetUtcNow()), time, cancellationToken);
        }
    }

    private static TimeSpan Shorter(TimeSpan left, TimeSpan? untilDue)
    {
        var wait = untilDue < left ? untilDue.Value : left;
        return wait > ShortestWait ? wait : ShortestWait;
    }

    // Each pull begins with another stream, so that none is served better than the others.
    private async Task LookAsync(Subscription subscription, StreamId[] streams, int max, PullLook look, CancellationToken cancellationToken)
    {
        var first = (int)((uint)Interlocked.Increment(ref turns) % (uint)streams.Length);
        for (var i = 0; i < streams.Length && look.Messages.Count < max; i++)
        {
            await LookAsync(subscription, streams[(first + i) % streams.Length], max, look, cancellationToken);
        }
    }

    private async Task LookAsync(Subscription subscription, StreamId stream, int max, PullLook look, CancellationToken cancellationToken)
    {
        CursorAnswer answer;
        do
        {
            var lease = new CursorCommand.Lease(steps.NextNonce(), max - look.Messages.Count);
            answer = await reader.RunAsync(subscription, stream, [lease], cancellationToken);
        }
        while (answer.Messages.Count == 0 && answer.HasMore);

        if (answer.State is { } state)
        {
            var cursor = new CursorId(subscription.Id, stream);
            look.Add(answer, await keys.FindAsync(cursor, cancellationToken) ?? new AckIdSigner(cursor, state.AckKey.AsSpan()));
        }
    }
}
