using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Serverless.Functions.Requests;

/// <summary>
/// JSON Merge Patch (RFC 7396), at every depth. A null takes an entry out of a set of names; a field of an object is left as
/// null, which means its default, so that one that the object does not have is refused like any other.
/// </summary>
public static class MergePatch
{
    /// <summary>What a patch makes of a value.</summary>
    /// <param name="check">See <see cref="JsonReading"/>.</param>
    /// <exception cref="RequestRefusedException">The patch is no object, or what it makes is no value of the type.</exception>
    public static T Apply<T>(T target, JsonElement patch, JsonTypeInfo<T> type, FieldCheck<T>? check = null)
        where T : class
    {
        if (patch.ValueKind != JsonValueKind.Object)
        {
            return JsonReading.Read(patch, type);
        }

        var merged = Merge(JsonSerializer.SerializeToNode(target, type), patch, type)!;
        return JsonReading.Read(JsonElement.Parse(merged.ToJsonString(type.Options)), type, check);
    }

    private static JsonNode? Merge(JsonNode? target, JsonElement patch, JsonTypeInfo? type)
    {
        if (patch.ValueKind != JsonValueKind.Object)
        {
            return patch.ValueKind == JsonValueKind.Null ? null : JsonNode.Parse(patch.GetRawText());
        }

        var merged = target as JsonObject ?? [];
        foreach (var field in patch.EnumerateObject())
        {
            if (field.Value.ValueKind == JsonValueKind.Null && type?.Kind != JsonTypeInfoKind.Object)
            {
                merged.Remove(field.Name);
                continue;
            }

            var before = merged[field.Name];
            merged.Remove(field.Name);
            merged[field.Name] = Merge(before, field.Value, TypeOf(type, field.Name));
        }

        return merged;
    }

    private static JsonTypeInfo? TypeOf(JsonTypeInfo? type, string field) => type?.Kind switch
    {
        JsonTypeInfoKind.Object when type.Properties.FirstOrDefault(property => property.Name == field) is { } property => type.Options.GetTypeInfo(property.PropertyType),
        JsonTypeInfoKind.Dictionary => type.Options.GetTypeInfo(type.ElementType!),
        _ => null,
    };
}
