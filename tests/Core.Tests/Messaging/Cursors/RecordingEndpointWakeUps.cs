using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Pulling;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Tests.Messaging.Cursors;

/// <summary>Keeps which endpoints were woken.</summary>
internal sealed class RecordingEndpointWakeUps : IEndpointWakeUps
{
    public List<(string Subscription, StreamId Stream)> Woken { get; } = [];

    public void Wake(Subscription subscription, StreamId stream) => Woken.Add((subscription.Name, stream));

    public void WakeAtOnce(Subscription subscription, int shards)
    {
        for (var shard = 0; shard < shards; shard++)
        {
            Wake(subscription, new StreamId(subscription.TopicId, shard));
        }
    }
}
