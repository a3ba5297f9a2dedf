using System.Runtime.InteropServices;
using System.Text.Json;
using Serverless.Core;
using Serverless.Core.Messaging;

namespace Serverless.Functions.Messaging.Publishing;

/// <summary>Puts the data of a message in place: JSON byte for byte as it came, or bytes.</summary>
internal static class MessageData
{
    public static MessageContent ReadJson(MessageContent content, JsonElement value, string name, FieldErrors errors) =>
        Put(content, JsonMarshal.GetRawUtf8Value(value).ToArray(), DataKind.Json, name, errors);

    public static MessageContent ReadBase64(MessageContent content, JsonElement value, string name, FieldErrors errors)
    {
        if (JsonText.BytesOf(value) is { } bytes)
        {
            return Put(content, bytes, DataKind.Binary, name, errors);
        }

        errors.Add(name, "must be a string of base64.");
        return content with { Kind = DataKind.Binary };
    }

    public static MessageContent Put(MessageContent content, ReadOnlyMemory<byte> data, DataKind kind, string name, FieldErrors errors)
    {
        errors.Add(name, content.Kind == DataKind.None ? null : "must not be given twice, as JSON and as base64.");
        errors.Add(name, data.Length <= MessageContent.MaxDataBytes ? null : $"must have at most {MessageContent.MaxDataBytes:N0} bytes.");
        return content with { Data = data, Kind = kind };
    }
}
