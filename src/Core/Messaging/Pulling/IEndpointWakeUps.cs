using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Messaging.Pulling;

/// <summary>Wakes the endpoint of a push subscription, because something became deliverable that was not published just now.</summary>
public interface IEndpointWakeUps
{
    /// <summary>Waits for nothing and never fails: what gets lost, the sweep makes up for.</summary>
    void Wake(Subscription subscription, StreamId stream);

    /// <summary>The same for all streams of its topic, and though the endpoint was to be left alone for a while.</summary>
    /// <param name="shards">Number of the topic's streams.</param>
    void WakeAtOnce(Subscription subscription, int shards);
}
