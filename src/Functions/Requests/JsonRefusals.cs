using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Serverless.Core;

namespace Serverless.Functions.Requests;

/// <summary>Says of each field of a JSON value that can't be read why not, down to the fields of objects within it.</summary>
internal static class JsonRefusals
{
    /// <param name="path">What the names of its fields begin with.</param>
    public static void Explain(JsonElement element, JsonTypeInfo type, string path, FieldErrors errors)
    {
        foreach (var field in element.EnumerateObject())
        {
            var property = type.Properties.FirstOrDefault(candidate => candidate.Name == field.Name);
            if (property is null)
            {
                errors.Add(path + field.Name, $"is not a field of this {(path.Length == 0 ? "request" : "object")}; its fields are {NamesOf(type)}.");
            }
            else
            {
                ExplainValue(field.Value, type.Options.GetTypeInfo(property.PropertyType), path + field.Name, errors);
            }
        }
    }

    private static void ExplainValue(JsonElement value, JsonTypeInfo type, string name, FieldErrors errors)
    {
        switch (type.Kind, value.ValueKind)
        {
            case var _ when CanRead(value, type):
                break;
            case (JsonTypeInfoKind.Object, JsonValueKind.Object):
                Explain(value, type, name + ".", errors);
                break;
            case (JsonTypeInfoKind.Dictionary, JsonValueKind.Object):
                foreach (var item in value.EnumerateObject())
                {
                    ExplainValue(item.Value, type.Options.GetTypeInfo(type.ElementType!), $"{name}.{item.Name}", errors);
                }

                break;
            case (JsonTypeInfoKind.Enumerable, JsonValueKind.Array):
                foreach (var (index, item) in value.EnumerateArray().Index())
                {
                    ExplainValue(item, type.Options.GetTypeInfo(type.ElementType!), $"{name}[{index}]", errors);
                }

                break;
            default:
                errors.Add(name, Expectation(type));
                break;
        }
    }

    private static bool CanRead(JsonElement value, JsonTypeInfo type)
    {
        try
        {
            value.Deserialize(type);
            return true;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static string Expectation(JsonTypeInfo type) => (Nullable.GetUnderlyingType(type.Type) ?? type.Type) switch
    {
        var clr when clr == typeof(string) => "must be a string of valid Unicode.",
        var clr when clr == typeof(byte[]) => "must be a string of base64.",
        var clr when clr == typeof(int) || clr == typeof(long) => "must be a whole number, without quotes.",
        var clr when clr == typeof(bool) => "must be true or false, without quotes.",
        var clr when clr == typeof(DateTimeOffset) => "must be a time with its offset, such as 2026-11-23T10:00:00Z.",
        var clr when clr == typeof(TimeSpan) => "must be a duration of ISO 8601, such as PT30S or P7D.",
        _ when type.Kind == JsonTypeInfoKind.Dictionary => $"must be an object whose values are {ValuesOf(type.ElementType!)}.",
        _ when type.Kind == JsonTypeInfoKind.Enumerable => $"must be a list, {(type.ElementType == typeof(string) ? "such as [\"a\", \"b\"]" : "even of one")}.",
        var clr when type.Kind == JsonTypeInfoKind.None => $"must be {ValuesOf(clr)}.",
        _ => $"must be an object with fields of the right type: {NamesOf(type)}.",
    };

    private static string ValuesOf(Type type) =>
        type == typeof(string) ? "strings" : type.GetCustomAttribute<DescriptionAttribute>()?.Description ?? "of the right type";

    private static string NamesOf(JsonTypeInfo type) => string.Join(", ", type.Properties.Select(known => known.Name));
}
