using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Serverless.Core.Messaging.Log;

/// <summary>That something in a stream became deliverable.</summary>
/// <param name="Next">The stream's next number, as far as the sender knows; 0 when it does not. A head that says less is an old one.</param>
/// <param name="SubscriptionId">The only subscription that it concerns; null for all.</param>
/// <param name="IsChange">The subscription itself was changed, and has to be looked up again.</param>
public readonly record struct StreamSignal(StreamId Stream, long Next = 0, string? SubscriptionId = null, bool IsChange = false)
{
    private const char Separator = ' ';
    private const string Change = "changed";
    private const int Parts = 4;

    /// <summary>Reads a text that <see cref="ToString"/> made, or a stream alone.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out StreamSignal? signal)
    {
        signal = null;
        Span<Range> parts = stackalloc Range[Parts];
        var count = text.Split(parts, Separator);
        if (count == 0 || !StreamId.TryParse(text[parts[0]].ToString(), out var stream))
        {
            return false;
        }

        var next = count > 1 && long.TryParse(text[parts[1]], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        var subscription = count > 2 && !text[parts[2]].IsEmpty ? text[parts[2]].ToString() : null;
        signal = new StreamSignal(stream, next, subscription, count > 3 && text[parts[3]] is Change);
        return true;
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Stream}{Separator}{Next}{Separator}{SubscriptionId}{Separator}{(IsChange ? Change : "")}");
}
