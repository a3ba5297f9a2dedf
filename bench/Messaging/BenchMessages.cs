using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Serverless.Bench.Harness;

namespace Serverless.Bench.Messaging;

/// <summary>The messages of every contender: 256 bytes of text, which begin with the time of publishing where that is measured.</summary>
public static class BenchMessages
{
    public const int Bytes = 256;
    public const int Batch = 100;
    public const int Subscriptions = 3;
    public const int InFlight = WrkLoad.Connections;
    public const string Topic = "bench";

    private const int StampLength = 16;
    private const char Filling = 'm';

    /// <summary>A message without a time.</summary>
    public static byte[] Plain { get; } = Encoding.UTF8.GetBytes(new string(Filling, Bytes));

    /// <summary>A message that endpoints reject, each time that it comes.</summary>
    public static byte[] Bad { get; } = Encoding.UTF8.GetBytes(new string('x', Bytes));

    /// <summary>A message that begins with the time that it is now.</summary>
    public static byte[] Stamped()
    {
        var message = (byte[])Plain.Clone();
        Utf8Formatter.TryFormat(TimeProvider.System.GetTimestamp(), message, out _, new System.Buffers.StandardFormat('x', StampLength));
        return message;
    }

    /// <summary>How long ago a message was stamped.</summary>
    /// <exception cref="BenchException">It is not one of <see cref="Stamped"/>.</exception>
    public static TimeSpan AgeOf(ReadOnlySpan<byte> message) =>
        long.TryParse(message[..StampLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var stamp)
            ? TimeProvider.System.GetElapsedTime(stamp)
            : throw new BenchException($"A message begins with {Encoding.UTF8.GetString(message[..StampLength])}, which is no time.");

    /// <summary>What subscription <paramref name="index"/> is called.</summary>
    public static string NameOf(int index) => string.Create(CultureInfo.InvariantCulture, $"subscription-{index}");
}
