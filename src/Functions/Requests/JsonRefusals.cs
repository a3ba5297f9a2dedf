using System.Buffers;
using System.ComponentModel;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Serverless.Core;

namespace Serverless.Functions.Requests;

/// <summary>
/// Says of each field of a JSON value that can't be read why not, down to the fields of objects within it, and makes a value of
/// the same type of all that can be read.
/// </summary>
internal sealed class JsonRefusals
{
    private readonly FieldErrors errors;
    private readonly Utf8JsonWriter rest;
    private readonly List<string> unreadable = [];

    private JsonRefusals(FieldErrors errors, Utf8JsonWriter rest) => (this.errors, this.rest) = (errors, rest);

    /// <param name="element">An object.</param>
    /// <param name="check">Says what is wrong with what can be read; null for nothing.</param>
    public static void Explain<T>(JsonElement element, JsonTypeInfo<T> type, FieldErrors errors, FieldCheck<T>? check)
        where T : class
    {
        var json = new ArrayBufferWriter<byte>();
        using var rest = new Utf8JsonWriter(json);
        var refusals = new JsonRefusals(errors, rest);
        refusals.ExplainObject(element, type, "");
        rest.Flush();
        if (check is not null && TryRead(json.WrittenMemory, type) is { } readable)
        {
            refusals.AddOthers(check(readable, json.WrittenMemory));
        }
    }

    private static T? TryRead<T>(ReadOnlyMemory<byte> json, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(json.Span, type);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private void ExplainObject(JsonElement element, JsonTypeInfo type, string path)
    {
        rest.WriteStartObject();
        foreach (var field in element.EnumerateObject())
        {
            var property = type.Properties.FirstOrDefault(candidate => candidate.Name == field.Name);
            if (property is null)
            {
                errors.Add(path + field.Name, $"is not a field of this {(path.Length == 0 ? "request" : "object")}; its fields are {NamesOf(type)}.");
            }
            else
            {
                ExplainField(field, type.Options.GetTypeInfo(property.PropertyType), path + field.Name);
            }
        }

        rest.WriteEndObject();
    }

    private void ExplainField(JsonProperty field, JsonTypeInfo type, string name)
    {
        if (CanEnter(field.Value, type))
        {
            rest.WritePropertyName(field.Name);
            ExplainValue(field.Value, type, name);
        }
        else
        {
            Refuse(type, name);
        }
    }

    /// <param name="value">One that <see cref="CanEnter"/>.</param>
    private void ExplainValue(JsonElement value, JsonTypeInfo type, string name)
    {
        switch (type.Kind, value.ValueKind)
        {
            case var _ when CanRead(value, type):
                rest.WriteRawValue(JsonMarshal.GetRawUtf8Value(value), skipInputValidation: true);
                break;
            case (JsonTypeInfoKind.Object, _):
                ExplainObject(value, type, name + ".");
                break;
            case (JsonTypeInfoKind.Dictionary, _):
                rest.WriteStartObject();
                foreach (var item in value.EnumerateObject())
                {
                    ExplainField(item, type.Options.GetTypeInfo(type.ElementType!), $"{name}.{item.Name}");
                }

                rest.WriteEndObject();
                break;
            default:
                rest.WriteStartArray();
                foreach (var (index, item) in value.EnumerateArray().Index())
                {
                    ExplainItem(item, type.Options.GetTypeInfo(type.ElementType!), $"{name}[{index}]");
                }

                rest.WriteEndArray();
                break;
        }
    }

    private void ExplainItem(JsonElement item, JsonTypeInfo type, string name)
    {
        if (CanEnter(item, type))
        {
            ExplainValue(item, type, name);
        }
        else
        {
            // In its place, so that those after it keep theirs.
            rest.WriteNullValue();
            Refuse(type, name);
        }
    }

    private void Refuse(JsonTypeInfo type, string name)
    {
        unreadable.Add(name);
        errors.Add(name, Expectation(type));
    }

    // What only follows from a field that could not be read would send people to the wrong one.
    private void AddOthers(FieldErrors found)
    {
        foreach (var (field, reasons) in found.ToDictionary().Where(pair => !unreadable.Any(name => IsWithin(pair.Key, name) || IsWithin(name, pair.Key))))
        {
            foreach (var reason in reasons.Where(reason => !unreadable.Any(name => ParentOf(name) == ParentOf(field) && Mentions(reason, name))))
            {
                errors.Add(field, reason);
            }
        }
    }

    private static bool IsWithin(string part, string whole) =>
        part.StartsWith(whole, StringComparison.Ordinal) && (part.Length == whole.Length || part[whole.Length] is '.' or '[');

    private static bool Mentions(string reason, string name)
    {
        var last = name[(name.LastIndexOf('.') + 1)..];
        return reason.Split([' ', ',', '.', ':', ';', '\'', '"'], StringSplitOptions.RemoveEmptyEntries).Contains(last, StringComparer.Ordinal);
    }

    private static string ParentOf(string name) => name.LastIndexOf('.') is var dot and >= 0 ? name[..dot] : "";

    /// <summary>Whether a value can be read, or parts of it.</summary>
    private static bool CanEnter(JsonElement value, JsonTypeInfo type) => (type.Kind, value.ValueKind) switch
    {
        (JsonTypeInfoKind.Object or JsonTypeInfoKind.Dictionary, JsonValueKind.Object) or (JsonTypeInfoKind.Enumerable, JsonValueKind.Array) => true,
        _ => CanRead(value, type),
    };

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

/// <summary>Says what is wrong with a request of which some fields could not be read, beside them.</summary>
/// <param name="readable">The request without those fields.</param>
/// <param name="json">What it was read from.</param>
public delegate FieldErrors FieldCheck<in T>(T readable, ReadOnlyMemory<byte> json);
