using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Tests.Messaging.Simulation;

/// <summary>A message in a consumer's hands.</summary>
internal sealed record Delivered(Subscription Subscription, StreamId Stream, long Number, string AckId);
