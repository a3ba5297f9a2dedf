namespace Serverless.Core.Messaging.Topics;

/// <summary>A topic as read, with the opaque version that a change must name.</summary>
public sealed record StoredTopic(Topic Topic, string ETag);
