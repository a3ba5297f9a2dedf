using System.Globalization;
using StackExchange.Redis;

namespace Serverless.Core.RateLimiting.Counting.Redis;

/// <summary>Reads what the script answers: six whole numbers for each counter, with spaces between them.</summary>
internal static class RedisCounterReply
{
    /// <exception cref="CounterStoreFaultException">The answer is something else.</exception>
    public static CounterReading[] Read(RedisResult result, int counters)
    {
        var text = (string?)result;
        var rest = text.AsSpan();
        var readings = new CounterReading[counters];
        for (var i = 0; i < counters; i++)
        {
            readings[i] = new(Next(ref rest) == 1, Next(ref rest), Next(ref rest), Next(ref rest), Next(ref rest), Next(ref rest));
        }

        return rest.IsEmpty ? readings : throw Unreadable(text);
    }

    private static long Next(ref ReadOnlySpan<char> rest)
    {
        var length = rest.IndexOf(' ');
        var number = length < 0 ? rest : rest[..length];
        if (!long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
        {
            throw Unreadable(rest.ToString());
        }

        rest = length < 0 ? [] : rest[(length + 1)..];
        return value;
    }

    private static CounterStoreFaultException Unreadable(string? text) => new($"The counters answered \"{text}\".");
}
