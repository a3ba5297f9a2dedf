namespace Serverless.Core.Messaging.Cursors;

/// <summary>What a command had for its caller.</summary>
public sealed record CursorOutcome
{
    public static readonly CursorOutcome Done = new();

    /// <summary>Another push worker owns the cursor, or the window does not reach as far.</summary>
    public static readonly CursorOutcome Refused = new() { IsRefused = true };

    /// <summary>What was delivered, by number.</summary>
    public IReadOnlyList<OutstandingMessage> Leased { get; init; } = [];

    /// <summary>What became of each message of the command, in its order.</summary>
    public IReadOnlyList<SettleStatus> Statuses { get; init; } = [];

    public bool IsRefused { get; init; }
}
