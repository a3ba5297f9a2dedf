namespace Serverless.Core.Messaging.Cursors;

/// <summary>What commands made of a cursor.</summary>
/// <param name="IsChanged">There is something to store.</param>
/// <param name="Outcomes">One for each command.</param>
/// <param name="HasRewound">The cursor was ahead of its stream, which has lost acknowledged messages: an alarm.</param>
public sealed record CursorTransition(CursorState State, bool IsChanged, IReadOnlyList<CursorOutcome> Outcomes, bool HasRewound)
{
    /// <summary>Messages that have to be published as dead letters, then buried.</summary>
    public IReadOnlyList<FailedMessage> DeadLetters => [.. State.Waiting.Where(message => message.IsExhausted)];
}
