using System.Text.Json.Serialization;
using Serverless.Core.Cosmos;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Messaging.Cosmos;

/// <summary>A topic, a subscription or a tombstone; exactly one of them is set.</summary>
internal sealed record CosmosTopicDocument : CosmosDocument
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Topic? Topic { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Subscription? Subscription { get; init; }

    /// <summary>Of what was under this name, or, in the partition of tombstones, one that is listed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Tombstone? Tombstone { get; init; }

    /// <summary>Whether a subscription is delivered to an endpoint.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Push { get; init; }
}
