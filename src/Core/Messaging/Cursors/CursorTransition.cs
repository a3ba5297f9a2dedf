namespace Serverless.Core.Messaging.Cursors;

/// <summary>What commands made of a cursor.</summary>
/// <param name="IsChanged">There is something to store.</param>
/// <param name="Results">One for each command.</param>
/// <param name="HasRewound">The cursor was ahead of its stream, which has lost acknowledged messages: an alarm.</param>
public sealed record CursorTransition(CursorState State, bool IsChanged, IReadOnlyList<CommandResult> Results, bool HasRewound)
{
    /// <summary>Pages that have to be stored with the state.</summary>
    public IReadOnlyList<ParkedPage> AddedPages { get; init; } = [];

    /// <summary>Pages that nothing refers to any more, to be removed with it.</summary>
    public IReadOnlyList<long> DroppedPages { get; init; } = [];

    /// <summary>Messages that had to be known and were not; applied again with them, the commands get further.</summary>
    public IReadOnlyCollection<long> Missing { get; init; } = [];

    /// <summary>Something became deliverable, or will sooner than was known: who waits has to look again.</summary>
    public bool Wakes { get; init; }

    /// <summary>Messages that have to be published as dead letters, then marked so.</summary>
    public IReadOnlyList<ParkedMessage> DeadLetters => [.. State.Parked.Where(message => message.IsExhausted)];
}
