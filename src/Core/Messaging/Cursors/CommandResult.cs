namespace Serverless.Core.Messaging.Cursors;

/// <summary>What a command had for its caller.</summary>
public sealed record CommandResult
{
    public static readonly CommandResult Done = new();

    /// <summary>Another push worker owns the cursor, or the window does not reach as far.</summary>
    public static readonly CommandResult Refused = new() { IsRefused = true };

    /// <summary>What was delivered, by number.</summary>
    public IReadOnlyList<OutstandingMessage> Leased { get; init; } = [];

    /// <summary>There is more to look at than one command looks at, and the next one gets further.</summary>
    public bool HasMore { get; init; }

    /// <summary>What became of each message of the command, in its order.</summary>
    public IReadOnlyList<SettleStatus> Statuses { get; init; } = [];

    /// <summary>Numbers of messages that waited for a time and do not any more.</summary>
    public IReadOnlyList<long> MadeDue { get; init; } = [];

    /// <summary>Where the next command has to go on, if there are more pages than one looks at; null at the end.</summary>
    public long? NextPage { get; init; }

    public bool IsRefused { get; init; }
}
