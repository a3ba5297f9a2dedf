using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Tests.Messaging.Push;

/// <summary>Floors as a mirror may have them that lags behind.</summary>
internal sealed class OldFloors(ISubscriptionCursors cursors) : ISubscriptionCursors
{
    public Task<bool> TryCreateAsync(Topic topic, Subscription subscription, CancellationToken cancellationToken) =>
        cursors.TryCreateAsync(topic, subscription, cancellationToken);

    public async Task<IReadOnlyDictionary<string, long>> FindFloorsAsync(StreamId stream, CancellationToken cancellationToken) =>
        (await cursors.FindFloorsAsync(stream, cancellationToken)).ToDictionary(pair => pair.Key, _ => 1L);

    public Task CloseAsync(string topicId, int shards, string subscriptionId, CancellationToken cancellationToken) =>
        cursors.CloseAsync(topicId, shards, subscriptionId, cancellationToken);

    public Task<bool> PurgeAsync(string topicId, int shards, string subscriptionId, CancellationToken cancellationToken) =>
        cursors.PurgeAsync(topicId, shards, subscriptionId, cancellationToken);
}
