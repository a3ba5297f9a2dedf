using System.Text.Json;

namespace Serverless.Functions.RateLimiting;

/// <summary>Reads the check that nearly every request is, by hand: the serializer takes twice as long.</summary>
public static class CheckRequestReader
{
    /// <summary>A check of which every field is known, there once, and of its kind; null for anything else, which the serializer tells apart.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    /// <exception cref="InvalidOperationException">A text is no valid Unicode.</exception>
    public static CheckRequest? TryRead(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        return reader.Read() && ReadCheck(ref reader) is { } check && !reader.Read() ? check : null;
    }

    private static CheckRequest? ReadCheck(ref Utf8JsonReader reader)
    {
        var check = new CheckRequest();
        return ReadFields(ref reader, check, static (ref Utf8JsonReader field, CheckRequest check) =>
            field.ValueTextEquals("api"u8) ? check.Api is null && (check.Api = ReadText(ref field)) is not null
            : field.ValueTextEquals("op"u8) ? check.Op is null && (check.Op = ReadText(ref field)) is not null
            : field.ValueTextEquals("caller"u8) ? check.Caller is null && field.Read() && (check.Caller = ReadCaller(ref field)) is not null
            : field.ValueTextEquals("cost"u8) && check.Cost is null && (check.Cost = ReadNumber(ref field)) is not null) ? check : null;
    }

    private static CheckCaller? ReadCaller(ref Utf8JsonReader reader)
    {
        var caller = new CheckCaller();
        return ReadFields(ref reader, caller, static (ref Utf8JsonReader field, CheckCaller caller) =>
            field.ValueTextEquals("user"u8) ? caller.User is null && (caller.User = ReadText(ref field)) is not null
            : field.ValueTextEquals("apiKey"u8) ? caller.ApiKey is null && (caller.ApiKey = ReadText(ref field)) is not null
            : field.ValueTextEquals("ip"u8) ? caller.Ip is null && (caller.Ip = ReadText(ref field)) is not null
            : field.ValueTextEquals("headers"u8) && caller.Headers is null && field.Read() && (caller.Headers = ReadHeaders(ref field)) is not null) ? caller : null;
    }

    private static Dictionary<string, string?>? ReadHeaders(ref Utf8JsonReader reader)
    {
        var headers = new Dictionary<string, string?>(StringComparer.Ordinal);
        return ReadFields(ref reader, headers, static (ref Utf8JsonReader field, Dictionary<string, string?> headers) =>
            field.GetString() is { } name && ReadText(ref field) is { } value && headers.TryAdd(name, value)) ? headers : null;
    }

    private static bool ReadFields<T>(ref Utf8JsonReader reader, T into, FieldReader<T> read)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!read(ref reader, into))
            {
                return false;
            }
        }

        return reader.TokenType == JsonTokenType.EndObject;
    }

    private static string? ReadText(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;

    private static long? ReadNumber(ref Utf8JsonReader reader) =>
        reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number) ? number : null;

    /// <summary>Reads one field's value, at whose name the reader is; false when it can't be read here.</summary>
    private delegate bool FieldReader<T>(ref Utf8JsonReader field, T into);
}
