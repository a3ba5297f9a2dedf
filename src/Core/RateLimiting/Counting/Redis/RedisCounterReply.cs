using System.Globalization;
using StackExchange.Redis;

namespace Serverless.Core.RateLimiting.Counting.Redis;

/// <summary>Reads what the scripts answer: whole numbers with spaces between them.</summary>
internal static class RedisCounterReply
{
    /// <summary>Reads what was taken: six numbers for each counter.</summary>
    /// <exception cref="CounterStoreFaultException">The answer is something else.</exception>
    public static CounterAnswer[] ReadAnswers(RedisResult result, int counters)
    {
        var rest = ((string?)result).AsSpan();
        var answers = new CounterAnswer[counters];
        for (var i = 0; i < counters; i++)
        {
            answers[i] = new(Next(ref rest) == 1, Next(ref rest), Next(ref rest), Next(ref rest), Next(ref rest), Next(ref rest));
        }

        return rest.IsEmpty ? answers : throw Unreadable(rest.ToString());
    }

    /// <summary>Reads what came back: a number for each counter.</summary>
    /// <inheritdoc cref="ReadAnswers"/>
    public static long[] ReadNumbers(RedisResult result, int counters)
    {
        var rest = ((string?)result).AsSpan();
        var numbers = new long[counters];
        for (var i = 0; i < counters; i++)
        {
            numbers[i] = Next(ref rest);
        }

        return rest.IsEmpty ? numbers : throw Unreadable(rest.ToString());
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
