using System.Text.Json;
using Serverless.Core.Messaging;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Messaging.Publishing;

/// <summary>What the data of a message may be, in whichever form it comes; reasons are to follow its field.</summary>
internal static class MessageData
{
    public const string Twice = "must not be given twice, as JSON and as base64.";

    /// <summary>Answers and pushes carry JSON as it came, so it has to be what any parser of theirs can read.</summary>
    /// <param name="json">One JSON value.</param>
    public static string? RefuseJson(ReadOnlySpan<byte> json) => Refuse(json)
        ?? (JsonNesting.Exceeds(json, MessageContent.MaxDepth) ? JsonNesting.Refusal(MessageContent.MaxDepth) : null)
        ?? (HasHalfCharacter(json) ? "must be valid Unicode: it has half of a surrogate pair." : null);

    public static string? Refuse(ReadOnlySpan<byte> data) =>
        data.Length <= MessageContent.MaxDataBytes ? null : $"must have at most {MessageContent.MaxDataBytes:N0} bytes.";

    // UTF-8 itself can't hold half a character, an escape can.
    private static bool HasHalfCharacter(ReadOnlySpan<byte> json)
    {
        if (json.IndexOf("\\u"u8) < 0)
        {
            return false;
        }

        var reader = new Utf8JsonReader(json);
        try
        {
            while (reader.Read())
            {
                if (reader.ValueIsEscaped)
                {
                    reader.GetString();
                }
            }

            return false;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }
}
