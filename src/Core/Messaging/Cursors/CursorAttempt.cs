using Serverless.Core.Messaging.Log;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Messaging.Cursors;

/// <summary>What commands made of a cursor at one attempt, and the messages that they delivered.</summary>
/// <param name="Before">The cursor that they were applied to.</param>
internal sealed record CursorAttempt(CursorState Before, CursorTransition Transition, CursorView View, StreamHead? Head)
{
    // Where the window is full nothing more is looked at however often one asks, until somebody settles.
    private bool HasMore => View.HasMore && (Transition.State.Next > Before.Next || Transition.State.Floor > Before.Floor);

    /// <summary>The part of the answer that is for one of the requests that were applied together.</summary>
    /// <param name="first">Place of its first command among all.</param>
    public CursorAnswer AnswerFor(int first, int count)
    {
        var outcomes = Transition.Outcomes.Skip(first).Take(count).ToArray();
        var messages = outcomes.SelectMany(outcome => outcome.Leased).Select(leased => RecipientAttribute.RemoveFrom(View.Find(leased.Number)!));
        return new CursorAnswer(Transition.State, outcomes, [.. messages], Transition.DeadLetters, HasMore, Head);
    }
}
