using Serverless.Core.Messaging.Log;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Messaging.Cursors;

/// <summary>What commands made of a cursor at one attempt, and the messages that they delivered.</summary>
internal sealed record CursorAttempt(CursorTransition Transition, CursorView View, StreamHead? Head)
{
    /// <summary>The part of the answer that is for one of the requests that were applied together.</summary>
    /// <param name="first">Place of its first command among all.</param>
    public CursorAnswer AnswerFor(int first, int count)
    {
        var results = Transition.Results.Skip(first).Take(count).ToArray();
        var messages = results.SelectMany(result => result.Leased).Select(leased => ServiceAttributes.Show(View.Find(leased.Number)!));
        return new CursorAnswer(Transition.State, results, [.. messages], Transition.DeadLetters)
        {
            HasMore = results.Any(result => result.HasMore),
            IsBehind = Transition.Missing.Count > 0,
            Wakes = Transition.Wakes,
            Head = Head,
        };
    }
}
