using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using Serverless.Core;

namespace Serverless.Functions.Requests;

/// <summary>Reads one JSON value as a request and names each field that is unknown or of the wrong type.</summary>
public static class JsonReading
{
    private const string Whole = "body";
    private const string Unreadable = "must be an object with fields of the right type.";

    /// <summary>Reads a body at once, without a document in between.</summary>
    /// <param name="check">Says what is wrong with the fields that can be read where others can't, so that all are named at once; null for nothing.</param>
    /// <exception cref="RequestRefusedException">The body is no JSON object, or has unknown fields or fields of a wrong type.</exception>
    public static T Read<T>(ReadOnlyMemory<byte> body, JsonTypeInfo<T> type, FieldCheck<T>? check = null)
        where T : class
    {
        var json = RequestBody.WithoutByteOrderMark(body).Span;
        try
        {
            return Utf8.IsValid(json) && JsonSerializer.Deserialize(json, type) is { } value ? value : throw Refuse(body, type, check);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw Refuse(body, type, check);
        }
    }

    /// <inheritdoc cref="Read{T}(ReadOnlyMemory{byte}, JsonTypeInfo{T}, FieldCheck{T})"/>
    public static T Read<T>(JsonElement element, JsonTypeInfo<T> type, FieldCheck<T>? check = null)
        where T : class =>
        TryRead(element, type, out var errors, check) ?? throw new RequestRefusedException(errors);

    /// <summary>Null when the value can't be read, with what is wrong; for one item of several, whose fields have a longer name in the refusal.</summary>
    public static T? TryRead<T>(JsonElement element, JsonTypeInfo<T> type, out FieldErrors errors, FieldCheck<T>? check = null)
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
            JsonRefusals.Explain(element, type, errors, check);
            errors.Add(Whole, errors.IsEmpty ? Unreadable : null);
            return null;
        }
    }

    // Most bodies are right, so a document is made of one only to find out what is wrong with it.
    private static RequestRefusedException Refuse<T>(ReadOnlyMemory<byte> body, JsonTypeInfo<T> type, FieldCheck<T>? check)
        where T : class
    {
        using var document = RequestBody.Parse(body);
        return new RequestRefusedException(TryRead(document.RootElement, type, out var errors, check) is null ? errors : errors.Add(Whole, Unreadable));
    }
}
