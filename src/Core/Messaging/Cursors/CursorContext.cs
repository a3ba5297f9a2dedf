namespace Serverless.Core.Messaging.Cursors;

/// <summary>All that a command depends on besides the cursor itself.</summary>
/// <param name="Log">The stream as just read; null for commands that need nothing of it.</param>
/// <param name="Now">The instance's clock.</param>
/// <param name="Seed">Where jitter comes from.</param>
public sealed record CursorContext(CursorRules Rules, StreamView? Log, DateTimeOffset Now, ulong Seed);
