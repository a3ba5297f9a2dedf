namespace Serverless.Core.Messaging.Topics;

/// <summary>Where messages are published to: a log in one or more streams, kept for its subscriptions.</summary>
public sealed record Topic
{
    /// <summary>Longest time that a message is kept, whatever the retention says.</summary>
    public static readonly TimeSpan DefaultMaxAge = TimeSpan.FromDays(7);

    /// <summary>Generated; a topic that is created again under the same name has another one, and never meets old state.</summary>
    public required string Id { get; init; }

    /// <summary>A name, see <see cref="ResourceName"/>.</summary>
    public required string Name { get; init; }

    /// <summary>Number of streams, 1-64; never changes. Order holds within a stream.</summary>
    public int Shards { get; init; } = 1;

    public Retention Retention { get; init; } = Retention.UntilAcknowledged;

    /// <summary>How long a message is kept at most, from its commit.</summary>
    public TimeSpan MaxAge { get; init; } = DefaultMaxAge;

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Whether it is being deleted: its streams are closed one after the other, and it counts as gone. Whoever meets it may finish that.</summary>
    public bool Deleting { get; init; }

    /// <summary>All streams of the topic.</summary>
    public IEnumerable<StreamId> Streams() => Enumerable.Range(0, Shards).Select(shard => new StreamId(Id, shard));
}
