using System.Collections.Immutable;

namespace Serverless.Core.Messaging.Cursors;

/// <summary>Parked messages that the cursor's document has no room for, in a document beside it that is written once and never changed.</summary>
/// <param name="Id">From 1, never used again in a cursor.</param>
/// <param name="Messages">By number; none is exhausted.</param>
public sealed record ParkedPage(long Id, ImmutableArray<ParkedMessage> Messages)
{
    /// <summary>What the cursor's document says of a page.</summary>
    /// <param name="Highest">Messages of a higher number do not count any more.</param>
    /// <param name="Due">When the first of its messages may be delivered.</param>
    public readonly record struct Summary(long Id, int Count, long Lowest, long Highest, DateTimeOffset Due);

    public Summary Summarize() => new(Id, Messages.Length, Messages[0].Number, Messages[^1].Number, Messages.Min(message => message.NotBefore));
}
