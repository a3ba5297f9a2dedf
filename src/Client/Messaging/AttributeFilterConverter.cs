using System.Text.Json;
using System.Text.Json.Serialization;

namespace Serverless.Client;

/// <summary>A text, a list, or an object of <c>prefix</c>, <c>suffix</c>, <c>exists</c> and <c>not</c>.</summary>
internal sealed class AttributeFilterConverter : JsonConverter<AttributeFilter>
{
    private const string PrefixName = "prefix";
    private const string SuffixName = "suffix";
    private const string ExistsName = "exists";
    private const string NotName = "not";

    public override AttributeFilter Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var value = JsonDocument.ParseValue(ref reader);
        return Read(value.RootElement);
    }

    public override void Write(Utf8JsonWriter writer, AttributeFilter value, JsonSerializerOptions options)
    {
        switch (value)
        {
            case { Value: { } text, IsPrefix: false, AnyOf: null, Suffix: null, Exists: null, Not: null }:
                writer.WriteStringValue(text);
                break;
            case { Value: null, AnyOf: { } any, Suffix: null, Exists: null, Not: null }:
                writer.WriteStartArray();
                foreach (var each in any)
                {
                    Write(writer, each, options);
                }

                writer.WriteEndArray();
                break;
            case { AnyOf: null } and not { Value: not null, IsPrefix: false }:
                writer.WriteStartObject();
                WriteOperators(writer, value, options);
                writer.WriteEndObject();
                break;
            default:
                throw new JsonException("A filter's value or list stands alone; inside Not it may stand beside others.");
        }
    }

    private void WriteOperators(Utf8JsonWriter writer, AttributeFilter value, JsonSerializerOptions options)
    {
        if (value.Value is { } prefix)
        {
            writer.WriteString(PrefixName, prefix);
        }

        if (value.Suffix is { } suffix)
        {
            writer.WriteString(SuffixName, suffix);
        }

        if (value.Exists is { } exists)
        {
            writer.WriteBoolean(ExistsName, exists);
        }

        if (value.Not is { } not)
        {
            writer.WritePropertyName(NotName);
            Write(writer, not, options);
        }
    }

    private static AttributeFilter Read(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => new AttributeFilter(json.GetString()!),
        JsonValueKind.Array => new AttributeFilter { AnyOf = [.. json.EnumerateArray().Select(Read)] },
        JsonValueKind.Object => json.EnumerateObject().Aggregate(new AttributeFilter(), With),
        _ => throw new JsonException("A filter is a text, a list or an object."),
    };

    private static AttributeFilter With(AttributeFilter filter, JsonProperty each) => (each.Name, each.Value.ValueKind) switch
    {
        (PrefixName, JsonValueKind.String) => filter with { Value = each.Value.GetString(), IsPrefix = true },
        (SuffixName, JsonValueKind.String) => filter with { Suffix = each.Value.GetString() },
        (ExistsName, JsonValueKind.True or JsonValueKind.False) => filter with { Exists = each.Value.GetBoolean() },
        (NotName, _) => filter with { Not = Read(each.Value) },
        _ => throw new JsonException("A filter's object has prefix, suffix, exists and not."),
    };
}

/// <summary>What an attribute of a message must be for a subscription to get it; of what is set here, all has to hold.</summary>
/// <param name="Value">Its value, or the beginning of it.</param>
/// <param name="IsPrefix">Whether only the beginning counts.</param>
[JsonConverter(typeof(AttributeFilterConverter))]
public sealed record AttributeFilter(string? Value = null, bool IsPrefix = false)
{
    /// <summary>Filters of which one has to hold; stands alone.</summary>
    public IReadOnlyList<AttributeFilter>? AnyOf { get; init; }

    /// <summary>What the value ends with.</summary>
    public string? Suffix { get; init; }

    /// <summary>Whether the message has the attribute at all.</summary>
    public bool? Exists { get; init; }

    /// <summary>What must not hold; a message that lacks the attribute passes.</summary>
    public AttributeFilter? Not { get; init; }

    /// <summary>The value is one of several.</summary>
    public static AttributeFilter OneOf(params string[] values) => new() { AnyOf = [.. values.Select(value => new AttributeFilter(value))] };
}
