namespace Serverless.Core.Messaging.Cursors;

/// <summary>What a cursor sees of its stream.</summary>
/// <param name="Low">Everything below has been trimmed.</param>
/// <param name="Next">The number that the next message will get.</param>
/// <param name="Facts">What is known of a message; null for one that was not read, where delivery of new messages stops.</param>
public sealed record StreamView(long Low, long Next, Func<long, MessageFacts?> Facts);
