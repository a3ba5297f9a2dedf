using System.Buffers.Text;
using System.Text;
using System.Text.Unicode;

namespace Serverless.Core;

/// <summary>
/// Turns the place where a page ended into the opaque text that the next request brings back. It holds no secret: what a
/// caller may list is decided by who the caller is.
/// </summary>
public static class Continuation
{
    private const char Separator = '\n';
    private const int MaxLength = 1_024;

    public static string Encode(params ReadOnlySpan<string> parts) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Join(Separator, parts!)));

    /// <summary>The parts that were encoded; null when the text is none of ours or has another number of parts.</summary>
    public static string[]? Decode(string text, int parts)
    {
        if (text.Length > MaxLength || !Base64Url.IsValid(text))
        {
            return null;
        }

        var bytes = Base64Url.DecodeFromChars(text);
        return Utf8.IsValid(bytes) && Encoding.UTF8.GetString(bytes).Split(Separator) is var decoded && decoded.Length == parts ? decoded : null;
    }
}
