namespace Serverless.Core.Messaging.Cursors;

/// <summary>A message whose delivery failed.</summary>
/// <param name="Number">Its sequence number.</param>
/// <param name="Attempts">How often it was delivered.</param>
/// <param name="NotBefore">When it may be delivered again; whole milliseconds.</param>
/// <param name="IsExhausted">It will not be delivered again, but has yet to be dead-lettered.</param>
/// <param name="Failure">How the last delivery failed.</param>
public readonly record struct FailedMessage(long Number, int Attempts, DateTimeOffset NotBefore, bool IsExhausted, DeliveryFailure Failure);
