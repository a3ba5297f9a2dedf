using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Messaging.Push;

/// <summary>What one push worker at a time delivers: a subscription's messages of one stream.</summary>
public readonly record struct PushLane(Subscription Subscription, StreamId Stream);
