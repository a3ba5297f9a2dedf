using System.Security.Cryptography;

namespace Serverless.Functions.WebConsole;

/// <summary>One file of the console, with what it is sent as.</summary>
/// <param name="Encodings">By content coding, the smallest first; the last one is not encoded.</param>
/// <param name="Hash">Names the content: the part of the entity tag that its encodings share.</param>
public sealed record ConsoleAsset(string ContentType, IReadOnlyList<EncodedContent> Encodings, string Hash)
{
    /// <param name="contents">By name, the encoded ones too.</param>
    public static ConsoleAsset Of(string name, Dictionary<string, byte[]> contents) => new(
        ContentTypeOf(Path.GetExtension(name)),
        [.. ContentCodings.All
            .Where(coding => contents.ContainsKey(name + coding.Extension))
            .Select(coding => new EncodedContent(coding.Name, contents[name + coding.Extension]))
            .OrderBy(encoded => encoded.Content.Length)
            .ThenBy(encoded => encoded.Coding == ContentCodings.Identity)],
        Convert.ToHexStringLower(SHA256.HashData(contents[name]).AsSpan(0, 12)));

    private static string ContentTypeOf(string extension) => extension switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => "application/octet-stream",
    };
}
