using System.Text.Json;
using System.Text.Json.Serialization;

namespace Serverless.Client;

/// <summary>A text, or <c>{"prefix": "..."}</c>.</summary>
internal sealed class AttributeFilterConverter : JsonConverter<AttributeFilter>
{
    private const string Prefix = "prefix";

    public override AttributeFilter Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var value = JsonDocument.ParseValue(ref reader);
        return value.RootElement.ValueKind switch
        {
            JsonValueKind.String => new AttributeFilter(value.RootElement.GetString()!),
            JsonValueKind.Object when value.RootElement.TryGetProperty(Prefix, out var prefix) && prefix.ValueKind == JsonValueKind.String =>
                new AttributeFilter(prefix.GetString()!, IsPrefix: true),
            _ => throw new JsonException("A filter's value is a text or has a prefix."),
        };
    }

    public override void Write(Utf8JsonWriter writer, AttributeFilter value, JsonSerializerOptions options)
    {
        if (!value.IsPrefix)
        {
            writer.WriteStringValue(value.Value);
            return;
        }

        writer.WriteStartObject();
        writer.WriteString(Prefix, value.Value);
        writer.WriteEndObject();
    }
}

/// <summary>What an attribute of a message must be for a subscription to get it.</summary>
/// <param name="Value">Its value, or the beginning of it.</param>
/// <param name="IsPrefix">Whether only the beginning counts.</param>
[JsonConverter(typeof(AttributeFilterConverter))]
public sealed record AttributeFilter(string Value, bool IsPrefix = false);
