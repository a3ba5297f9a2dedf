using System.Text.Json;
using System.Text.Json.Serialization;

namespace Serverless.Core.Messaging.Topics;

/// <summary>
/// Conditions as JSON: a text for equality, a list of which one has to hold, or an object of <c>prefix</c>, <c>suffix</c>,
/// <c>exists</c> and <c>not</c>, all of which have to.
/// </summary>
public sealed class AttributeConditionConverter : JsonConverter<AttributeCondition>
{
    private const string Prefix = "prefix";
    private const string Suffix = "suffix";
    private const string Exists = "exists";
    private const string Not = "not";

    public override AttributeCondition Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return Read(document.RootElement);
    }

    public override void Write(Utf8JsonWriter writer, AttributeCondition value, JsonSerializerOptions options)
    {
        switch (value)
        {
            case AttributeCondition.Is condition:
                writer.WriteStringValue(condition.Text);
                break;
            case AttributeCondition.Any any:
                writer.WriteStartArray();
                foreach (var condition in any.Conditions)
                {
                    Write(writer, condition, options);
                }

                writer.WriteEndArray();
                break;
            default:
                writer.WriteStartObject();
                WriteOperators(writer, value, options);
                writer.WriteEndObject();
                break;
        }
    }

    private void WriteOperators(Utf8JsonWriter writer, AttributeCondition value, JsonSerializerOptions options)
    {
        switch (value)
        {
            case AttributeCondition.Prefix condition:
                writer.WriteString(Prefix, condition.Text);
                break;
            case AttributeCondition.Suffix condition:
                writer.WriteString(Suffix, condition.Text);
                break;
            case AttributeCondition.Exists condition:
                writer.WriteBoolean(Exists, condition.Expected);
                break;
            case AttributeCondition.Not condition:
                writer.WritePropertyName(Not);
                Write(writer, condition.Condition, options);
                break;
            case AttributeCondition.All all:
                foreach (var condition in all.Conditions)
                {
                    WriteOperators(writer, condition, options);
                }

                break;
            default:
                throw new JsonException($"{value} can't stand beside other conditions.");
        }
    }

    private static AttributeCondition Read(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => new AttributeCondition.Is(json.GetString()!),
        JsonValueKind.Array => new AttributeCondition.Any([.. json.EnumerateArray().Select(ReadOfList)]),
        JsonValueKind.Object => ReadObject(json),
        _ => throw new JsonException(),
    };

    private static AttributeCondition ReadOfList(JsonElement json) => json.ValueKind == JsonValueKind.Array ? throw new JsonException() : Read(json);

    private static AttributeCondition ReadObject(JsonElement json)
    {
        JsonProperty[] operators = [.. json.EnumerateObject()];
        if (operators.DistinctBy(each => each.Name).Count() != operators.Length)
        {
            throw new JsonException();
        }

        AttributeCondition[] conditions = [.. operators.Select(ReadOperator)];
        return conditions switch
        {
            [] => throw new JsonException(),
            [var single] => single,
            _ => new AttributeCondition.All(conditions),
        };
    }

    private static AttributeCondition ReadOperator(JsonProperty each) => (each.Name, each.Value.ValueKind) switch
    {
        (Prefix, JsonValueKind.String) => new AttributeCondition.Prefix(each.Value.GetString()!),
        (Suffix, JsonValueKind.String) => new AttributeCondition.Suffix(each.Value.GetString()!),
        (Exists, JsonValueKind.True or JsonValueKind.False) => new AttributeCondition.Exists(each.Value.GetBoolean()),
        (Not, _) => new AttributeCondition.Not(Read(each.Value)),
        _ => throw new JsonException(),
    };
}
