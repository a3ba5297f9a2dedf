using System.Text.Json;
using Serverless.Core;
using Serverless.Core.Messaging;

namespace Serverless.Functions.Messaging.Publishing;

/// <summary>Reads a CloudEvent in JSON (JSON format 1.0), alone or in a batch. Its data is kept byte for byte.</summary>
internal static class JsonCloudEvent
{
    private static readonly NewMessage Refused = new(new MessageContent { Data = default });

    /// <inheritdoc cref="JsonMessage.Read"/>
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
                    content = MessageData.ReadJson(content, field.Value, name, errors);
                    break;
                case "data_base64":
                    content = MessageData.ReadBase64(content, field.Value, name, errors);
                    break;
                default:
                    context.Add(field.Name, TextOf(field.Value), errors);
                    break;
            }
        }

        return context.ToMessage(content, errors);
    }

    // Attributes are strings, or of a type that JSON writes in its own way.
    private static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Number when value.TryGetInt32(out _) => value.GetRawText(),
        _ => JsonText.Of(value),
    };
}
