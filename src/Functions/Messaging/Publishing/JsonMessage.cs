using System.Text.Json;
using Serverless.Core;
using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Functions.Messaging.Publishing;

/// <summary>Reads one message of our JSON batch. Its data is kept byte for byte.</summary>
internal static class JsonMessage
{
    public const int MaxKeyLength = 256;

    private static readonly NewMessage Refused = new(new MessageContent { Data = default });

    /// <param name="path">What the names of its fields begin with in errors.</param>
    /// <returns>Anything, if there are errors.</returns>
    public static NewMessage Read(JsonElement item, string path, FieldErrors errors)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            errors.Add(path.TrimEnd('.'), "must be a JSON object.");
            return Refused;
        }

        var (content, id) = (new MessageContent { Data = default, Kind = DataKind.None }, default(string));
        foreach (var field in item.EnumerateObject())
        {
            var name = path + field.Name;
            switch (field.Name)
            {
                case "data":
                    content = MessageData.ReadJson(content, field.Value, name, errors);
                    break;
                case "dataBase64" when field.Value.ValueKind != JsonValueKind.Null:
                    content = MessageData.ReadBase64(content, field.Value, name, errors);
                    break;
                case "attributes" when field.Value.ValueKind != JsonValueKind.Null:
                    content = content with { Attributes = ReadAttributes(field.Value, name, errors) };
                    break;
                case "orderingKey" when field.Value.ValueKind != JsonValueKind.Null:
                    content = content with { OrderingKey = ReadKey(field.Value, name, errors) };
                    break;
                case "messageId" when field.Value.ValueKind != JsonValueKind.Null:
                    id = ReadKey(field.Value, name, errors);
                    break;
                case "dataBase64" or "attributes" or "orderingKey" or "messageId":
                    break;
                default:
                    errors.Add(name, "is not a field of a message; its fields are data, dataBase64, attributes, orderingKey, messageId.");
                    break;
            }
        }

        errors.Add(path + "data", content.Kind == DataKind.None ? "is required, or dataBase64." : null);
        return new NewMessage(content, id);
    }

    private static string? ReadKey(JsonElement value, string name, FieldErrors errors)
    {
        var text = JsonText.Of(value);
        errors.Add(name, text is { Length: > 0 and <= MaxKeyLength } ? null : $"must be a string of 1-{MaxKeyLength} characters of valid Unicode.");
        return text;
    }

    private static Dictionary<string, string> ReadAttributes(JsonElement value, string name, FieldErrors errors)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        if (value.ValueKind != JsonValueKind.Object)
        {
            errors.Add(name, "must be an object of strings.");
            return attributes;
        }

        foreach (var attribute in value.EnumerateObject())
        {
            var text = JsonText.Of(attribute.Value);
            attributes[attribute.Name] = text ?? "";
            errors.Add(name, text is null ? $"has a value that is no string of valid Unicode: '{attribute.Name}'." : null);
        }

        errors.Add(name, AttributeRules.Refuse(attributes));
        return attributes;
    }
}
