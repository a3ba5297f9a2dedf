using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Serverless.Core.Messaging;

/// <summary>One stream of a topic. As text it is <c>{topicId}.{shard}</c>, which is what queue messages and signals carry.</summary>
/// <param name="Shard">From 0.</param>
public readonly record struct StreamId(string TopicId, int Shard)
{
    /// <summary>Most streams of a topic.</summary>
    public const int MaxShards = 64;

    private const char Separator = '.';

    /// <summary>Reads a text that <see cref="ToString"/> made.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out StreamId stream)
    {
        stream = default;
        var separator = text?.LastIndexOf(Separator) ?? -1;
        if (separator <= 0
            || !int.TryParse(text.AsSpan(separator + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var shard)
            || shard >= MaxShards)
        {
            return false;
        }

        stream = new StreamId(text![..separator], shard);
        return true;
    }

    /// <exception cref="FormatException">The text is none that <see cref="ToString"/> made.</exception>
    public static StreamId Parse(string text) => TryParse(text, out var stream) ? stream : throw new FormatException($"'{text}' is no stream.");

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{TopicId}{Separator}{Shard}");
}
