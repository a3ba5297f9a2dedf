using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Tests.Messaging.Topics;

/// <summary>Floors by stream and subscription, which a test moves, over the heads of a log.</summary>
public sealed class InMemoryCursors(IMessageLog log) : ISubscriptionCursors
{
    private readonly Dictionary<StreamId, Dictionary<string, long>> floors = [];

    /// <summary>Run before cursors are made; what it throws, the caller sees.</summary>
    public Action? BeforeCreate { get; set; }

    /// <summary>Run when floors are asked for.</summary>
    public Func<Task>? BeforeFloors { get; set; }

    public List<string> Purged { get; } = [];

    public List<string> Closed { get; } = [];

    public long this[StreamId stream, Subscription subscription]
    {
        get => Of(stream)[subscription.Id];
        set => Of(stream)[subscription.Id] = value;
    }

    public async Task<bool> TryCreateAsync(Topic topic, Subscription subscription, CancellationToken cancellationToken)
    {
        BeforeCreate?.Invoke();
        foreach (var stream in topic.Streams())
        {
            var head = (await log.FindHeadAsync(stream, cancellationToken)).Head;
            if (head.ClosedAt is not null)
            {
                return false;
            }

            Of(stream).TryAdd(subscription.Id, subscription.Start.Kind == StartKind.Latest ? head.Next : head.Low);
        }

        return true;
    }

    public Task CloseAsync(string topicId, int shards, string subscriptionId, CancellationToken cancellationToken)
    {
        Closed.Add(subscriptionId);
        return Task.CompletedTask;
    }

    public async Task<IReadOnlyDictionary<string, long>> FindFloorsAsync(StreamId stream, CancellationToken cancellationToken)
    {
        await (BeforeFloors?.Invoke() ?? Task.CompletedTask);
        return new Dictionary<string, long>(Of(stream));
    }

    public Task<bool> PurgeAsync(string topicId, int shards, string subscriptionId, CancellationToken cancellationToken)
    {
        Purged.Add(subscriptionId);
        foreach (var stream in floors.Values)
        {
            stream.Remove(subscriptionId);
        }

        return Task.FromResult(true);
    }

    private Dictionary<string, long> Of(StreamId stream)
    {
        if (!floors.TryGetValue(stream, out var found))
        {
            floors.Add(stream, found = new Dictionary<string, long>(StringComparer.Ordinal));
        }

        return found;
    }
}
