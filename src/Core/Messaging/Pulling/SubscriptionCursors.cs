using System.Security.Cryptography;
using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.DeadLetters;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Messaging.Pulling;

/// <summary>Makes and removes the cursors of subscriptions.</summary>
public sealed class SubscriptionCursors(
    ICursorStore cursors, IMessageLog log, StreamCloser streams, SubscriptionSeeker seeker, RandomNumberGenerator random, TimeProvider time)
    : ISubscriptionCursors
{
    public async Task<bool> TryCreateAsync(Topic topic, Subscription subscription, CancellationToken cancellationToken)
    {
        foreach (var stream in topic.Streams())
        {
            if (await streams.IsClosedAsync(stream, cancellationToken))
            {
                return false;
            }

            // Where an earlier attempt made the cursor, that one counts.
            var number = await seeker.ResolveAsync(stream, subscription.Start, cancellationToken);
            var state = CursorState.StartAt(number, DeadLetterReplay.NewKey(random), time.GetUtcNow());
            await cursors.TryAddAsync(new CursorId(subscription.Id, stream), state, cancellationToken);
        }

        return true;
    }

    public Task<IReadOnlyDictionary<string, long>> FindFloorsAsync(StreamId stream, CancellationToken cancellationToken) =>
        cursors.FindFloorsAsync(stream, cancellationToken);

    public async Task CloseAsync(string topicId, int shards, string subscriptionId, CancellationToken cancellationToken)
    {
        for (var shard = 0; shard < shards; shard++)
        {
            await cursors.CloseAsync(new CursorId(subscriptionId, new StreamId(topicId, shard)), time.GetUtcNow(), cancellationToken);
        }

        var letters = DeadLetterStream.Of(subscriptionId);
        await cursors.CloseAsync(new CursorId(subscriptionId, letters), time.GetUtcNow(), cancellationToken);
        await streams.CloseAsync(letters, cancellationToken);
    }

    public async Task<bool> PurgeAsync(string topicId, int shards, string subscriptionId, CancellationToken cancellationToken)
    {
        // Once more, for what was deleted before it was closed first, or closed but for an answer that got lost.
        await CloseAsync(topicId, shards, subscriptionId, cancellationToken);
        return await log.PurgeAsync(DeadLetterStream.Of(subscriptionId), time.GetUtcNow(), cancellationToken);
    }
}
