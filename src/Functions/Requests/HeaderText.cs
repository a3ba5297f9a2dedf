using System.Text;

namespace Serverless.Functions.Requests;

/// <summary>Reads header values beyond ASCII. They arrive as Latin-1, a character a byte, so that what is passed on stays as it came.</summary>
public static class HeaderText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text that its bytes are as UTF-8, which clients mean; as it is when they are none.</summary>
    public static string Read(string value) => ReadUtf8(value) ?? value;

    /// <summary>The text that its bytes are as UTF-8; null when they are none.</summary>
    public static string? ReadUtf8(string value)
    {
        if (Ascii.IsValid(value) || value.AsSpan().ContainsAnyExceptInRange('\0', '\u00FF'))
        {
            return value;
        }

        try
        {
            return Strict.GetString(Encoding.Latin1.GetBytes(value));
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
