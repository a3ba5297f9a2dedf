using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Xml;

namespace Serverless.Client;

/// <summary>Durations as <c>PT30S</c> or <c>P7D</c> (ISO 8601).</summary>
internal sealed class DurationConverter : JsonConverter<TimeSpan>
{
    private const int DaysPerWeek = 7;

    public static TimeSpan Parse(string text) =>
        text is ['P', .. var weeks, 'W'] && int.TryParse(weeks, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? TimeSpan.FromDays((double)count * DaysPerWeek)
            : XmlConvert.ToTimeSpan(text);

    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return Parse(reader.GetString() ?? "");
        }
        catch (Exception exception) when (exception is FormatException or OverflowException or InvalidOperationException)
        {
            throw new JsonException(exception.Message, exception);
        }
    }

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
        writer.WriteStringValue(XmlConvert.ToString(value));
}
