using Microsoft.Net.Http.Headers;

namespace Serverless.Functions.WebConsole;

/// <summary>The content codings that the console is built in, and the choice among them (RFC 9110, 12.5.3).</summary>
internal static class ContentCodings
{
    public const string Identity = "identity";

    /// <summary>By name, with what a file's name ends with when it is encoded so.</summary>
    public static readonly IReadOnlyList<(string Name, string Extension)> All = [("br", ".br"), ("gzip", ".gz"), (Identity, "")];

    public static bool IsCompressed(string name) => All.Any(coding => coding.Extension.Length > 0 && name.EndsWith(coding.Extension, StringComparison.Ordinal));

    /// <summary>The encoding that the client weighs most, of equal ones the smallest; not encoded when it takes none of ours.</summary>
    /// <param name="encodings">The smallest first.</param>
    /// <param name="accepted">The client's <c>Accept-Encoding</c>.</param>
    public static EncodedContent Choose(IReadOnlyList<EncodedContent> encodings, IList<StringWithQualityHeaderValue> accepted) =>
        encodings.Where(encoded => QualityOf(encoded.Coding, accepted) > 0).MaxBy(encoded => QualityOf(encoded.Coding, accepted))
        ?? encodings.First(encoded => encoded.Coding == Identity);

    // What is not named is taken only if it is not encoded, and then rather not: whoever names a coding wants it.
    private static double QualityOf(string coding, IList<StringWithQualityHeaderValue> accepted) =>
        (accepted.FirstOrDefault(value => value.Value.Equals(coding, StringComparison.OrdinalIgnoreCase))
            ?? accepted.FirstOrDefault(value => value.Value == "*")) is { } named
            ? named.Quality ?? 1
            : coding == Identity ? 0.001 : 0;
}
