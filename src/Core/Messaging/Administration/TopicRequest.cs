using System.ComponentModel.DataAnnotations;

namespace Serverless.Core.Messaging.Administration;

/// <summary>A topic to make or to change; null for the default. What only the system says is taken too, so that an answer can be sent back as it came.</summary>
public sealed record TopicRequest
{
    /// <summary>Streams that messages are divided into by their ordering key; null for 1. It never changes.</summary>
    [Range(1, StreamId.MaxShards)]
    public int? Shards { get; init; }

    /// <summary>How long messages are kept; null for until every subscription has acknowledged them.</summary>
    public RetentionRequest? Retention { get; init; }

    /// <summary>How long messages are kept at most, PT1S to P365D; null for P7D.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>The name in the path, if given.</summary>
    [RegularExpression(ResourceName.Pattern)]
    public string? Name { get; init; }

    /// <summary>Ignored.</summary>
    public DateTimeOffset? CreatedAt { get; init; }
}
