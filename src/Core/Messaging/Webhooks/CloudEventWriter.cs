using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Serverless.Core.Messaging.Webhooks;

/// <summary>Writes messages as CloudEvents 1.0 in the JSON event format: one, or a batch.</summary>
public static class CloudEventWriter
{
    /// <summary>Content type of one event.</summary>
    public const string Structured = "application/cloudevents+json; charset=utf-8";

    /// <summary>Content type of a batch.</summary>
    public const string Batched = "application/cloudevents-batch+json; charset=utf-8";

    // Nobody takes the body for HTML; text stays text, and small.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <param name="topic">The topic's name.</param>
    public static ReadOnlyMemory<byte> Write(StoredMessage message, string topic)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            Write(json, message, topic);
        }

        return buffer.WrittenMemory;
    }

    /// <inheritdoc cref="Write(StoredMessage, string)"/>
    public static ReadOnlyMemory<byte> WriteBatch(IEnumerable<StoredMessage> messages, string topic)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartArray();
            foreach (var message in messages)
            {
                Write(json, message, topic);
            }

            json.WriteEndArray();
        }

        return buffer.WrittenMemory;
    }

    // As it came in: a whole number or a boolean is no text.
    private static void WriteAttribute(Utf8JsonWriter json, string name, string value, string[] types)
    {
        if (types.Contains($"{name}:{CloudEventAttributes.WholeNumber}") && int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            json.WriteNumber(name, number);
        }
        else if (types.Contains($"{name}:{CloudEventAttributes.Truth}") && bool.TryParse(value, out var truth))
        {
            json.WriteBoolean(name, truth);
        }
        else
        {
            json.WriteString(name, value);
        }
    }

    private static void Write(Utf8JsonWriter json, StoredMessage message, string topic)
    {
        json.WriteStartObject();
        var types = message.Content.EventTypes?.Split(' ') ?? [];
        foreach (var (name, value) in CloudEventAttributes.Of(message, topic))
        {
            WriteAttribute(json, name, value, types);
        }

        switch (message.Content.Kind)
        {
            case DataKind.Json:
                json.WritePropertyName("data");
                // As it was published, byte for byte: numbers keep digits that no number type holds.
                json.WriteRawValue(message.Content.Data.Span, skipInputValidation: true);
                break;
            case DataKind.Binary:
                json.WriteBase64String("data_base64", message.Content.Data.Span);
                break;
        }

        json.WriteEndObject();
    }
}
