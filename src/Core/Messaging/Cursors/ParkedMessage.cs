namespace Serverless.Core.Messaging.Cursors;

/// <summary>A message that was delivered and given back, failed, or is delayed: it waits by itself, and holds up none that follows.</summary>
/// <param name="Number">Its sequence number.</param>
/// <param name="Attempts">How often it was delivered; 0 when no delivery counted.</param>
/// <param name="NotBefore">When it may be delivered again; whole milliseconds.</param>
/// <param name="IsExhausted">It will not be delivered again, but has yet to be dead-lettered.</param>
/// <param name="Failure">How the last delivery failed.</param>
/// <param name="Key">Its ordering key, see <see cref="OrderingKeys"/>; 0 when it was not asked for.</param>
public readonly record struct ParkedMessage(
    long Number, int Attempts, DateTimeOffset NotBefore, bool IsExhausted, DeliveryFailure Failure, uint Key = 0);
