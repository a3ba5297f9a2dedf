namespace Serverless.Client;

/// <summary>What became of a published message.</summary>
public sealed record PublishResult
{
    /// <summary>The message's id; null if it was not stored.</summary>
    public string? Id { get; init; }

    /// <summary>Its number within its shard; null if it was not stored, or waits for its time.</summary>
    public long? Sequence { get; init; }

    /// <summary>The stream of the topic that it is in.</summary>
    public int? Shard { get; init; }

    /// <summary>When it is due, if it waits for its time; else null.</summary>
    public DateTimeOffset? DeliverAt { get; init; }

    /// <summary>True when it had been published before; else null.</summary>
    public bool? Duplicate { get; init; }

    /// <summary>Why it was not stored; null if it was.</summary>
    public Problem? Problem { get; init; }
}

/// <summary>The answer to a <see cref="PublishBatch"/>.</summary>
internal sealed record PublishAnswer(IReadOnlyList<PublishResult> Results);
