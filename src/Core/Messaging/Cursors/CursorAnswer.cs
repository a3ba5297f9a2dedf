using Serverless.Core.Messaging.Log;

namespace Serverless.Core.Messaging.Cursors;

/// <summary>What came of one caller's commands.</summary>
/// <param name="State">The cursor after them; null when there is no such cursor (any more).</param>
/// <param name="Outcomes">One for each command; none without a cursor.</param>
/// <param name="Messages">Those delivered by the caller's leases, in the order of <see cref="CursorOutcome.Leased"/>.</param>
/// <param name="DeadLetters">Messages that have to be dead-lettered, with their facts.</param>
/// <param name="HasMore">There is more to look at than one command looks at, and the next one gets further.</param>
/// <param name="Head">The stream's head, where a command needed it.</param>
public sealed record CursorAnswer(
    CursorState? State,
    IReadOnlyList<CursorOutcome> Outcomes,
    IReadOnlyList<StoredMessage> Messages,
    IReadOnlyList<FailedMessage> DeadLetters,
    bool HasMore = false,
    StreamHead? Head = null)
{
    public static readonly CursorAnswer NoCursor = new(null, [], [], []);
}
