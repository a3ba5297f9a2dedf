using System.Globalization;

namespace Serverless.LocalHost.Messaging;

/// <summary>The integer that an entry is kept under: 23 bits of its stream's number, 40 bits of its first message's.</summary>
internal static class SqlitePlace
{
    private const int SequenceBits = 40;
    private const long MaxSequence = (1L << SequenceBits) - 1;
    private const long MaxStream = (1L << (63 - SequenceBits)) - 1;

    /// <exception cref="NotSupportedException">There have been 8 million streams, or 10^12 messages in one.</exception>
    public static long Of(long stream, long sequence) => stream <= MaxStream && sequence <= MaxSequence
        ? (stream << SequenceBits) | sequence
        : throw new NotSupportedException($"Message {sequence} of stream {stream} is beyond what one database file can number.");

    public static long FirstOf(long stream) => Of(stream, 0);

    public static long LastOf(long stream) => Of(stream, MaxSequence);

    public static long SequenceOf(long place) => place & MaxSequence;

    public static string FormatVersion(long version) => version.ToString(CultureInfo.InvariantCulture);

    /// <summary>0, which no row has, for a text that is none of ours.</summary>
    public static long ParseVersion(string version) => long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
