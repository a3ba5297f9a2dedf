using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Serverless.Core.Validation;

namespace Serverless.Functions.Requests;

/// <summary>Reads one JSON value as a request and names each field that is unknown or of the wrong type.</summary>
public static class JsonReading
{
    private const string Whole = "body";

    /// <exception cref="RequestRefusedException">The value is no object, or has unknown fields or fields of a wrong type.</exception>
    public static T Read<T>(JsonElement element, JsonTypeInfo<T> type)
        where T : class =>
        TryRead(element, type, out var errors) ?? throw new RequestRefusedException(errors);

    /// <summary>Null when the value can't be read, with what is wrong; for one item of several, whose fields have a longer name in the refusal.</summary>
    public static T? TryRead<T>(JsonElement element, JsonTypeInfo<T> type, out FieldErrors errors)
        where T : class
    {
        errors = new FieldErrors();
        if (element.ValueKind != JsonValueKind.Object)
        {
            errors.Add(Whole, "must be a JSON object.");
            return null;
        }

        try
        {
            return element.Deserialize(type);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            Explain(element, type, errors);
            return null;
        }
    }

    // Most requests are right, so field after field is looked at only to name the wrong ones.
    private static void Explain(JsonElement element, JsonTypeInfo type, FieldErrors errors)
    {
        foreach (var field in element.EnumerateObject())
        {
            errors.Add(field.Name, Refuse(field, type));
        }

        errors.Add(Whole, errors.IsEmpty ? "must be an object with fields of the right type." : null);
    }

    private static string? Refuse(JsonProperty field, JsonTypeInfo type)
    {
        var property = type.Properties.FirstOrDefault(candidate => candidate.Name == field.Name);
        if (property is null)
        {
            return $"is not a field of this request; its fields are {string.Join(", ", type.Properties.Select(known => known.Name))}.";
        }

        try
        {
            field.Value.Deserialize(type.Options.GetTypeInfo(property.PropertyType));
            return null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return Expectation(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType);
        }
    }

    private static string Expectation(Type type) => type switch
    {
        _ when type == typeof(string) => "must be a string of valid Unicode.",
        _ when type == typeof(int) || type == typeof(long) => "must be a whole number.",
        _ when type == typeof(bool) => "must be true or false.",
        _ when type == typeof(DateTimeOffset) => "must be a time with its offset, such as 2026-11-23T10:00:00Z.",
        _ when type == typeof(TimeSpan) => "must be a duration of ISO 8601, such as PT30S or P7D.",
        _ when type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>) => "must be an object, with values of the right type.",
        _ when type.IsAssignableTo(typeof(System.Collections.IEnumerable)) => "must be a list, with values of the right type.",
        _ => "must be an object, with fields of the right type.",
    };
}
