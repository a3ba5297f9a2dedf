namespace Serverless.Core.Messaging.Webhooks;

/// <summary>A message under a lease of a push worker.</summary>
/// <param name="Lease">The lease that it was delivered under.</param>
/// <param name="Attempt">Which delivery this is, from 1.</param>
public sealed record PushMessage(StoredMessage Message, ulong Lease, int Attempt);
