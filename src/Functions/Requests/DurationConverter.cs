using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Xml;

namespace Serverless.Functions.Requests;

/// <summary>Durations as <c>PT30S</c> or <c>P7D</c> (ISO 8601): XML Schema's form, where a year has 365 days and a month 30, and weeks.</summary>
public sealed class DurationConverter : JsonConverter<TimeSpan>
{
    /// <summary>What durations match. JSON Schema's own format knows no fractions of a second.</summary>
    public const string Pattern = @"^-?P(?=[\dT])(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$";

    private const int DaysPerWeek = 7;

    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            throw new JsonException();
        }

        try
        {
            var text = reader.GetString()!;
            return text is ['P', .. var weeks, 'W'] && int.TryParse(weeks, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                ? TimeSpan.FromDays((double)count * DaysPerWeek)
                : text.AsSpan().Trim().Length == text.Length ? XmlConvert.ToTimeSpan(text) : throw new FormatException();
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            throw new JsonException(exception.Message, exception);
        }
    }

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
        writer.WriteStringValue(XmlConvert.ToString(value));
}
