using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Serverless.Core.Messaging.Topics;

/// <summary>Where messages are published to: a log in one or more streams, kept for its subscriptions.</summary>
public sealed record Topic
{
    /// <summary>Longest time that a message is kept, whatever the retention says.</summary>
    public static readonly TimeSpan DefaultMaxAge = TimeSpan.FromDays(7);

    /// <summary>The longest that may be asked for.</summary>
    public static readonly TimeSpan LongestMaxAge = TimeSpan.FromDays(365);

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

    /// <summary>Names this state of it: each write of a client has another, and no change by the system has. Its id before the first change.</summary>
    [AllowNull]
    [JsonIgnore]
    public string Revision
    {
        get => StoredRevision ?? Id;
        init => StoredRevision = value;
    }

    /// <summary>What is stored of <see cref="Revision"/>: null before the first change.</summary>
    [JsonInclude]
    [JsonPropertyName("revision")]
    internal string? StoredRevision { get; init; }

    /// <summary>Whether it is being deleted: its streams are closed one after the other, and it counts as gone. Whoever meets it may finish that.</summary>
    public bool Deleting { get; init; }

    /// <summary>All streams of the topic.</summary>
    public IEnumerable<StreamId> Streams() => Enumerable.Range(0, Shards).Select(shard => new StreamId(Id, shard));
}

/// <summary>When a message may be removed, within the topic's <see cref="Topic.MaxAge"/>.</summary>
/// <param name="Duration">How long messages are kept with <see cref="RetentionMode.KeepFor"/>; else null.</param>
public sealed record Retention(RetentionMode Mode, TimeSpan? Duration = null)
{
    public static Retention UntilAcknowledged { get; } = new(RetentionMode.UntilAcknowledged);

    public static Retention KeepFor(TimeSpan duration) => new(RetentionMode.KeepFor, duration);
}

/// <summary>What ends the keeping of a message.</summary>
public enum RetentionMode
{
    /// <summary>Every subscription has acknowledged it. Without a subscription it is kept up to the topic's age limit.</summary>
    UntilAcknowledged,

    /// <summary>A time since its commit, acknowledged or not.</summary>
    KeepFor,
}
