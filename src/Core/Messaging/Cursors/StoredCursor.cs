namespace Serverless.Core.Messaging.Cursors;

/// <summary>A cursor as read, with the opaque version that a change must name.</summary>
public sealed record StoredCursor(CursorId Id, CursorState State, string ETag);
