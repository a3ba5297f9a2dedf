using System.Text;

namespace Serverless.Functions.Tests.UrlShortening.Corpus;

/// <summary>Text of an exact length, for the limits.</summary>
internal static class Filler
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyz";
    private const int LongestLabel = 63;

    /// <summary>A host label of this many letters.</summary>
    public static string Label(int length) => string.Create(length, 0, (span, _) =>
    {
        for (var i = 0; i < span.Length; i++)
        {
            span[i] = Letters[i % Letters.Length];
        }
    });

    /// <summary>A host of this many characters, in labels of at most 63.</summary>
    public static string Host(int length)
    {
        var host = new StringBuilder();
        while (length > LongestLabel)
        {
            // What is left after the dot must not be empty.
            var label = Math.Min(LongestLabel, length - 2);
            host.Append(Label(label)).Append('.');
            length -= label + 1;
        }

        return host.Append(Label(length)).ToString();
    }

    /// <summary>The prefix, the tail, and between them as many of the character as make this length.</summary>
    public static string Url(string prefix, char character, int length, string tail = "") =>
        prefix + new string(character, length - prefix.Length - tail.Length) + tail;
}
