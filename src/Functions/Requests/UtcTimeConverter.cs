using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Serverless.Functions.Requests;

/// <summary>Times as <c>2026-11-23T10:00:00Z</c>. Reading demands an offset: a time without one means something else on every machine.</summary>
public sealed class UtcTimeConverter : JsonConverter<DateTimeOffset>
{
    /// <summary>Of <c>2026-11-23T10:00:00.0000000Z</c>.</summary>
    private const int RoundTripLength = 28;

    private const int OffsetLength = 6;

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && HasOffset(reader.GetString()!) && reader.TryGetDateTimeOffset(out var time)
            ? time.ToUniversalTime()
            : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        Write(writer, value.UtcDateTime);

    // The round-trip format is formatted much faster than one of our own, from which it differs by zeros at the end.
    private static void Write(Utf8JsonWriter writer, DateTime utc)
    {
        Span<byte> text = stackalloc byte[RoundTripLength];
        utc.TryFormat(text, out var length, "O", CultureInfo.InvariantCulture);
        var whole = text[..(length - 1)].TrimEnd((byte)'0').TrimEnd((byte)'.');
        text[whole.Length] = (byte)'Z';
        writer.WriteStringValue(text[..(whole.Length + 1)]);
    }

    private static bool HasOffset(string text) =>
        text.EndsWith('Z') || (text.Length > OffsetLength && text.Contains('T') && text[^OffsetLength] is '+' or '-');
}
