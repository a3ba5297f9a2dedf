using System.Runtime.InteropServices;
using System.Text.Json;
using Serverless.Core;
using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Webhooks;

namespace Serverless.Functions.Messaging.Publishing;

/// <summary>Reads a CloudEvent in JSON (JSON format 1.0), alone or in a batch. Its data is kept byte for byte.</summary>
internal static class JsonCloudEvent
{
    private static readonly NewMessage Refused = new(new MessageContent { Data = default });

    /// <param name="path">What the names of its fields begin with in errors.</param>
    /// <returns>Anything, if there are errors.</returns>
    public static NewMessage Read(JsonElement item, string path, FieldErrors errors)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            errors.Add(path.Length == 0 ? "body" : path.TrimEnd('.'), "must be a JSON object; a list of events comes as application/cloudevents-batch+json.");
            return Refused;
        }

        var content = new MessageContent { Data = default, Kind = DataKind.None };
        var context = new CloudEventContext(path);
        foreach (var field in item.EnumerateObject().Where(field => field.Value.ValueKind != JsonValueKind.Null || field.Name == "data"))
        {
            var name = path + field.Name;
            switch (field.Name)
            {
                case "data":
                    content = Put(content, JsonMarshal.GetRawUtf8Value(field.Value).ToArray(), DataKind.Json, name, errors);
                    break;
                case "data_base64":
                    content = ReadBase64(content, field.Value, name, errors);
                    break;
                default:
                    context.Add(field.Name, TextOf(field.Value), errors, TypeOf(field.Value));
                    break;
            }
        }

        return context.ToMessage(content, errors);
    }

    private static MessageContent Put(MessageContent content, byte[] data, DataKind kind, string name, FieldErrors errors)
    {
        errors
            .Add(name, content.Kind == DataKind.None ? null : MessageData.Twice)
            .Add(name, kind == DataKind.Json ? MessageData.RefuseJson(data) : MessageData.Refuse(data));
        return content with { Data = data, Kind = kind };
    }

    private static MessageContent ReadBase64(MessageContent content, JsonElement value, string name, FieldErrors errors)
    {
        if (value.ValueKind == JsonValueKind.String && TryGet(value, value => value.TryGetBytesFromBase64(out var bytes) ? bytes : null) is { } data)
        {
            return Put(content, data, DataKind.Binary, name, errors);
        }

        errors.Add(name, "must be a string of base64.");
        return content with { Kind = DataKind.Binary };
    }

    // Attributes are strings, or of a type that JSON writes in its own way.
    private static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Number when value.TryGetInt32(out _) => value.GetRawText(),
        JsonValueKind.String => TryGet(value, value => value.GetString()),
        _ => null,
    };

    private static string? TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => CloudEventAttributes.Truth,
        JsonValueKind.Number => CloudEventAttributes.WholeNumber,
        _ => null,
    };

    /// <summary>Null also for a string that holds half of a character.</summary>
    private static T? TryGet<T>(JsonElement value, Func<JsonElement, T?> get)
        where T : class
    {
        try
        {
            return get(value);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
