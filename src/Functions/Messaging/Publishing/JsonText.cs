using System.Text.Json;

namespace Serverless.Functions.Messaging.Publishing;

/// <summary>Strings of JSON, which may hold what no text may: half of a character.</summary>
internal static class JsonText
{
    /// <summary>The string; null for anything else, and for one that is no valid Unicode.</summary>
    public static string? Of(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>What a string of base64 stands for; null for anything else.</summary>
    public static byte[]? BytesOf(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String && value.TryGetBytesFromBase64(out var bytes) ? bytes : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
