namespace Serverless.Core.Messaging.Log;

/// <summary>Remembers that a message was published, and as which number.</summary>
/// <param name="Key">base64url of a hash of the publisher's id; see <see cref="MessageIdentity"/>.</param>
public readonly record struct PublishedId(string Key, long Sequence, DateTimeOffset ExpiresAt);
