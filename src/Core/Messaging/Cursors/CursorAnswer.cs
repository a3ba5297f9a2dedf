using Serverless.Core.Messaging.Log;

namespace Serverless.Core.Messaging.Cursors;

/// <summary>What came of one caller's commands.</summary>
/// <param name="State">The cursor after them; null when there is no such cursor (any more).</param>
/// <param name="Results">One for each command; none without a cursor.</param>
/// <param name="Messages">Those delivered by the caller's leases, in the order of <see cref="CommandResult.Leased"/>.</param>
/// <param name="DeadLetters">Messages that have to be dead-lettered, with their facts.</param>
public sealed record CursorAnswer(
    CursorState? State, IReadOnlyList<CommandResult> Results, IReadOnlyList<StoredMessage> Messages, IReadOnlyList<ParkedMessage> DeadLetters)
{
    public static readonly CursorAnswer NoCursor = new(null, [], [], []);

    /// <summary>There is more to look at than one command looks at, and the next one gets further.</summary>
    public bool HasMore { get; init; }

    /// <summary>A message that the head promises could not be read: from a replica that lags behind, it soon can.</summary>
    public bool IsBehind { get; init; }

    /// <summary>Something became deliverable, or will sooner than was known.</summary>
    public bool Wakes { get; init; }

    /// <summary>The stream's head, where a command needed it.</summary>
    public StreamHead? Head { get; init; }
}
