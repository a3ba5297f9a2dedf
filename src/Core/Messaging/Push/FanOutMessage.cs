using System.Diagnostics.CodeAnalysis;

namespace Serverless.Core.Messaging.Push;

/// <summary>A message of the fan-out queue: the stream alone, or with the subscription that the last page ended with.</summary>
/// <param name="After">Name of the last subscription that was looked at; null for the start.</param>
public sealed record FanOutMessage(StreamId Stream, string? After = null)
{
    private const char Separator = '/';

    /// <summary>Reads a text that <see cref="ToString"/> or <see cref="StreamId.ToString"/> made.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out FanOutMessage? message)
    {
        var end = text.IndexOf(Separator, StringComparison.Ordinal);
        message = StreamId.TryParse(end < 0 ? text : text[..end], out var stream)
            ? new FanOutMessage(stream, end < 0 ? null : text[(end + 1)..])
            : null;
        return message is not null;
    }

    public override string ToString() => After is null ? Stream.ToString() : $"{Stream}{Separator}{After}";
}
