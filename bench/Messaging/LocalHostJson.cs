using System.Buffers;
using System.Text.Json;

namespace Serverless.Bench.Messaging;

/// <summary>Writes and reads LocalHost's bodies, with as little work as a client can do.</summary>
internal static class LocalHostJson
{
    /// <summary>The messages, which are text, as JSON strings.</summary>
    public static ReadOnlyMemory<byte> Publish(IReadOnlyList<byte[]> messages) => Write(json =>
    {
        json.WriteStartArray("messages");
        foreach (var message in messages)
        {
            json.WriteStartObject();
            json.WriteString("data", message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    public static ReadOnlyMemory<byte> Acknowledge(IReadOnlyList<ReadOnlyMemory<byte>> ackIds) => Write(json =>
    {
        json.WriteStartArray("ackIds");
        foreach (var ackId in ackIds)
        {
            json.WriteStringValue(ackId.Span);
        }

        json.WriteEndArray();
    });

    /// <summary>The ack ids of a pull's answer and the texts of its messages, in their order.</summary>
    public static (List<ReadOnlyMemory<byte>> AckIds, List<ReadOnlyMemory<byte>> Data) ReadPull(ReadOnlyMemory<byte> answer)
    {
        var (ackIds, data) = (new List<ReadOnlyMemory<byte>>(), new List<ReadOnlyMemory<byte>>());
        var json = new Utf8JsonReader(answer.Span);
        while (json.Read())
        {
            if (json.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            var found = json.ValueTextEquals("ackId"u8) ? ackIds : json.ValueTextEquals("data"u8) ? data : null;
            json.Read();
            found?.Add(answer.Slice((int)json.TokenStartIndex + 1, json.ValueSpan.Length));
        }

        return (ackIds, data);
    }

    /// <summary>The text of a pushed message.</summary>
    public static ReadOnlyMemory<byte> ReadEvent(ReadOnlyMemory<byte> cloudEvent) => ReadPull(cloudEvent).Data.Single();

    private static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> fields)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true });
        json.WriteStartObject();
        fields(json);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }
}
