using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Serverless.Core;

namespace Serverless.Functions.Requests;

/// <summary>Times as <c>2026-11-23T10:00:00Z</c>. What is read, <see cref="IsoTime"/> says: a time without an offset means something else on every machine.</summary>
public sealed class UtcTimeConverter : JsonConverter<DateTimeOffset>
{
    /// <summary>Of <c>2026-11-23T10:00:00.0000000Z</c>.</summary>
    private const int Length = 28;

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && IsoTime.Parse(reader.GetString()!) is { } time ? time : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        Span<byte> text = stackalloc byte[Length];
        value.UtcDateTime.TryFormat(text, out _, "O", CultureInfo.InvariantCulture);

        // The round-trip format is many times as quick as one that leaves zeros out by itself.
        var end = text[..^1].TrimEnd((byte)'0').TrimEnd((byte)'.').Length;
        text[end] = (byte)'Z';
        writer.WriteStringValue(text[..(end + 1)]);
    }
}
