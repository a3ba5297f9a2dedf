namespace Serverless.Core.Messaging.Log;

/// <summary>A head as read, with the opaque version that a change must name.</summary>
/// <param name="ETag">Null when the stream has no head yet.</param>
public sealed record StoredHead(StreamId Stream, StreamHead Head, string? ETag);
