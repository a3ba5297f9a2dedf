using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Serverless.Functions.Requests;

/// <summary>Says why bytes are no JSON, or none that is taken: each reason continues "the body …".</summary>
internal static class JsonDefects
{
    /// <summary>Where bytes stop being UTF-8.</summary>
    /// <param name="bytes">They are none.</param>
    public static string OfText(ReadOnlySpan<byte> bytes)
    {
        var position = 0;
        while (Rune.DecodeFromUtf8(bytes[position..], out _, out var length) == OperationStatus.Done)
        {
            position += length;
        }

        return string.Create(CultureInfo.InvariantCulture, $"is not valid UTF-8: look at byte {position + 1}. Write text in UTF-8.");
    }

    /// <param name="exception">What reading them ended with.</param>
    public static string Of(ReadOnlySpan<byte> json, JsonException exception) => (json.Length, exception.LineNumber) switch
    {
        (0, _) => "is empty; send JSON.",
        (_, null) => "has a field twice; each may occur only once.",
        _ when JsonNesting.Exceeds(json, RequestBody.MaxDepth) => JsonNesting.Refusal(RequestBody.MaxDepth),
        _ => $"is not JSON: look at line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}. Names and texts stand in double quotes.",
    };
}
