using System.Security.Cryptography;
using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.DeadLetters;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Messaging.Pulling;

/// <summary>Makes and removes the cursors of subscriptions.</summary>
public sealed class SubscriptionCursors(
    ICursorStore cursors, IMessageLog log, SubscriptionSeeker seeker, RandomNumberGenerator random, TimeProvider time) : ISubscriptionCursors
{
    public async Task CreateAsync(Topic topic, Subscription subscription, CancellationToken cancellationToken)
    {
        foreach (var stream in topic.Streams())
        {
            // Where an earlier attempt made the cursor, that one counts.
            var number = await seeker.ResolveAsync(stream, subscription.Start, cancellationToken);
            var state = CursorState.StartAt(number, DeadLetterReplay.NewKey(random), time.GetUtcNow());
            await cursors.TryAddAsync(new CursorId(subscription.Id, stream), state, cancellationToken);
        }
    }

    public Task<IReadOnlyDictionary<string, long>> FindFloorsAsync(StreamId stream, CancellationToken cancellationToken) =>
        cursors.FindFloorsAsync(stream, cancellationToken);

    public async Task<bool> PurgeAsync(string topicId, int shards, string subscriptionId, CancellationToken cancellationToken)
    {
        for (var shard = 0; shard < shards; shard++)
        {
            await cursors.DeleteAsync(new CursorId(subscriptionId, new StreamId(topicId, shard)), cancellationToken);
        }

        var letters = DeadLetterStream.Of(subscriptionId);
        await cursors.DeleteAsync(new CursorId(subscriptionId, letters), cancellationToken);
        return await log.PurgeAsync(letters, cancellationToken);
    }
}
