namespace Serverless.Core.Messaging.Topics;

/// <summary>A subscription as read, with the opaque version that a change must name.</summary>
public sealed record StoredSubscription(Subscription Subscription, string ETag);
