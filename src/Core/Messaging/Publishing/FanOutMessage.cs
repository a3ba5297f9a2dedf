using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Serverless.Core.Messaging.Publishing;

/// <summary>A message of the fan-out queue: the stream alone, or with the subscription that the last page ended with.</summary>
/// <param name="After">Name of the last subscription that was looked at; null for the start.</param>
/// <param name="IsCheck">
/// Others were to be woken before: who has nothing to do is left asleep. Else the message follows a commit, and everybody has.
/// </param>
/// <param name="Next">The stream's next number after that commit; 0 where none is known.</param>
public sealed record FanOutMessage(StreamId Stream, string? After = null, bool IsCheck = false, long Next = 0)
{
    private const char Number = '#';
    private const char Separator = '/';
    private const char Check = '?';

    /// <summary>Reads a text that <see cref="ToString"/> made.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out FanOutMessage? message)
    {
        var isCheck = text.StartsWith(Check);
        var place = isCheck ? text[1..] : text;
        var end = place.IndexOf(Separator, StringComparison.Ordinal);
        var numbered = (end < 0 ? place : place[..end]).Split(Number);
        var next = 0L;
        message = numbered.Length <= 2
            && (numbered.Length == 1 || long.TryParse(numbered[1], NumberStyles.None, CultureInfo.InvariantCulture, out next))
            && StreamId.TryParse(numbered[0], out var stream)
                ? new FanOutMessage(stream, end < 0 ? null : place[(end + 1)..], isCheck, next)
                : null;
        return message is not null;
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{(IsCheck ? Check : "")}{Stream}{(Next > 0 ? $"{Number}{Next}" : "")}{(After is null ? "" : Separator + After)}");
}

/// <summary>The queue whose messages say that a stream got messages which the push subscriptions have to be woken for.</summary>
public static class FanOutQueue
{
    /// <summary>Its messages are texts of <see cref="FanOutMessage"/>.</summary>
    public const string Name = "fan-out";
}
