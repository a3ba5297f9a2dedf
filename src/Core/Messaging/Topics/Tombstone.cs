namespace Serverless.Core.Messaging.Topics;

/// <summary>What is left of a deleted topic or subscription until everything that was kept for it has been removed.</summary>
/// <param name="TopicId">Id of the topic, also of a subscription's.</param>
/// <param name="SubscriptionId">Id of the subscription; null for a topic.</param>
/// <param name="Name">The name that is free again.</param>
/// <param name="Shards">Number of the topic's streams.</param>
public sealed record Tombstone(string TopicId, string? SubscriptionId, string Name, int Shards, DateTimeOffset DeletedAt)
{
    /// <summary>Unique among tombstones.</summary>
    public string Id => SubscriptionId is null ? TopicId : $"{TopicId}.{SubscriptionId}";
}
