namespace Serverless.Core.Messaging.Cursors;

/// <summary>The subscription that was asked for has been deleted, or its topic was: what led to it is out of date, and its name has to be looked up again.</summary>
public sealed class SubscriptionGoneException(CursorId cursor) : Exception($"The cursor of subscription {cursor.SubscriptionId} in stream {cursor.Stream} is gone.");
