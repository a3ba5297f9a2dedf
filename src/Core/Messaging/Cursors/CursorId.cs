namespace Serverless.Core.Messaging.Cursors;

/// <summary>Names the cursor of a subscription in one stream.</summary>
public readonly record struct CursorId(string SubscriptionId, StreamId Stream);
