namespace Serverless.Core.Messaging.Cursors;

/// <summary>The push worker that delivers from a cursor, alone until then.</summary>
public sealed record PushOwner(string Id, DateTimeOffset Until);
