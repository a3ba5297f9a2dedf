using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Serverless.Core.Messaging.Topics;

/// <summary>Conditions as JSON: <c>"value"</c> for equality, <c>{"prefix": "..."}</c> for a beginning.</summary>
public sealed class AttributeConditionConverter : JsonConverter<AttributeCondition>
{
    private const string Prefix = "prefix";

    public override AttributeCondition Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return new AttributeCondition(reader.GetString()!, IsPrefix: false);
        }

        using var document = JsonDocument.ParseValue(ref reader);
        return document.RootElement is { ValueKind: JsonValueKind.Object } condition
            && condition.EnumerateObject().Count() == 1
            && condition.TryGetProperty(Prefix, out var text)
            && text.ValueKind == JsonValueKind.String
                ? new AttributeCondition(text.GetString()!, IsPrefix: true)
                : throw new JsonException();
    }

    public override void Write(Utf8JsonWriter writer, AttributeCondition value, JsonSerializerOptions options)
    {
        if (!value.IsPrefix)
        {
            writer.WriteStringValue(value.Text);
            return;
        }

        writer.WriteStartObject();
        writer.WriteString(Prefix, value.Text);
        writer.WriteEndObject();
    }
}

/// <summary>A condition on one attribute's value: equal to a text, or beginning with it. Upper and lower case differ.</summary>
[JsonConverter(typeof(AttributeConditionConverter))]
[Description("such as \"value\" or {\"prefix\":\"beginning\"}")]
public readonly record struct AttributeCondition(string Text, bool IsPrefix)
{
    public bool Matches(string value) => IsPrefix ? value.StartsWith(Text, StringComparison.Ordinal) : value == Text;
}
