using System.Collections.Frozen;
using System.Text.Json;

namespace Serverless.Core.RateLimiting;

/// <summary>The words that values of enumerations are written with at the HTTP surface: camelCase, and nothing else.</summary>
public static class EnumNames
{
    /// <summary>All words, to name them in a refusal.</summary>
    public static string All<T>()
        where T : struct, Enum => string.Join(", ", Enum.GetValues<T>().Select(Words<T>.WordOf));

    public static string Of<T>(T value)
        where T : struct, Enum => Words<T>.ByValue[value];

    public static bool TryParse<T>(string text, out T value)
        where T : struct, Enum => Words<T>.Values.TryGetValue(text, out value);

    private static class Words<T>
        where T : struct, Enum
    {
        public static readonly FrozenDictionary<string, T> Values = Enum.GetValues<T>().ToFrozenDictionary(WordOf, StringComparer.Ordinal);
        public static readonly FrozenDictionary<T, string> ByValue = Values.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);

        public static string WordOf(T value) => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
    }
}
