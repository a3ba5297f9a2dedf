using System.Text.Json;
using Serverless.Core.Messaging;

namespace Serverless.Functions.Messaging.Pulling;

/// <summary>Writes the fields of a message. Its data is JSON already and goes out as it came in.</summary>
internal static class MessageWriter
{
    public static readonly JsonWriterOptions Options = new()
    {
        Encoder = PullingJson.Web.Options.Encoder,
        // What is written as it is was read as JSON when it was published.
        SkipValidation = true,
    };

    public static void Write(Utf8JsonWriter json, StoredMessage message, IEnumerable<KeyValuePair<string, string>> attributes)
    {
        json.WriteString("id", message.Id);
        json.WriteNumber("sequence", message.Sequence);
        WriteData(json, message.Content);
        WriteAttributes(json, attributes);
        json.WriteString("orderingKey", message.Content.OrderingKey);
        json.WritePropertyName("publishedAt");
        JsonSerializer.Serialize(json, message.PublishedAt, PullingJson.Web.DateTimeOffset);
    }

    public static void WriteAttributes(Utf8JsonWriter json, IEnumerable<KeyValuePair<string, string>> attributes)
    {
        json.WriteStartObject("attributes");
        foreach (var (name, value) in attributes)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
    }

    public static void WriteData(Utf8JsonWriter json, MessageContent content)
    {
        switch (content.Kind)
        {
            case DataKind.Json:
                json.WritePropertyName("data");
                json.WriteRawValue(content.Data.Span, skipInputValidation: true);
                break;
            case DataKind.Binary:
                json.WriteBase64String("dataBase64", content.Data.Span);
                break;
            default:
                json.WriteNull("data");
                break;
        }
    }
}
