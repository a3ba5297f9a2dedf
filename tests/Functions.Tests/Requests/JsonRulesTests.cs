using System.Text.Json;
using CsCheck;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Tests.Requests;

/// <summary>How times and durations look in JSON.</summary>
public sealed class JsonRulesTests
{
    private static readonly JsonSerializerOptions Options = new() { Converters = { new UtcTimeConverter(), new DurationConverter() } };

    [Theory]
    [InlineData("2026-11-23T10:00:00Z", "2026-11-23T10:00:00Z")]
    [InlineData("2026-11-23T10:00:00.500Z", "2026-11-23T10:00:00.5Z")]
    [InlineData("2026-11-23T12:30:00+02:30", "2026-11-23T10:00:00Z")]
    [InlineData("2026-11-23T10:00Z", "2026-11-23T10:00:00Z")]
    [InlineData("2026-11-23", "2026-11-23T00:00:00Z")]
    [InlineData("2026-11-23T10:00:00-00:00", "2026-11-23T10:00:00Z")]
    public void Reads_times_with_an_offset_and_writes_them_in_utc(string read, string written) =>
        Assert.Equal($"\"{written}\"", JsonSerializer.Serialize(JsonSerializer.Deserialize<DateTimeOffset>($"\"{read}\"", Options), Options));

    [Theory]
    [InlineData("\"2026-11-23T10:00:00\"")]
    [InlineData("\"2026-11-31\"")]
    [InlineData("\"2026-11-23T10:00:00+0200\"")]
    [InlineData("\"2026-13-01T00:00:00Z\"")]
    [InlineData("\"Z\"")]
    [InlineData("\"\"")]
    [InlineData("1763892000")]
    [InlineData("\"9999-12-31T23:59:59-10:00\"")]
    public void Refuses_times_that_mean_nothing_or_several_things(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<DateTimeOffset>(json, Options));

    [Theory]
    [InlineData("PT30S", 30)]
    [InlineData("P7D", 7 * 86_400)]
    [InlineData("P2W", 14 * 86_400)]
    [InlineData("P1DT2H3M4S", 93_784)]
    [InlineData("PT0.5S", 0.5)]
    [InlineData("P1Y", 365 * 86_400)]
    [InlineData("-PT5S", -5)]
    public void Reads_durations_of_iso_8601(string text, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), JsonSerializer.Deserialize<TimeSpan>($"\"{text}\"", Options));

    [Theory]
    [InlineData("\"30\"")]
    [InlineData("\"00:00:30\"")]
    [InlineData("\"P\"")]
    [InlineData("\"PT\"")]
    [InlineData("\"P1.5D\"")]
    [InlineData("\" PT5S\"")]
    [InlineData("\"PT5S\\n\"")]
    [InlineData("\"P99999999999999Y\"")]
    [InlineData("30")]
    public void Refuses_what_is_no_duration(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<TimeSpan>(json, Options));

    [Fact]
    public void Reads_every_time_and_duration_that_it_writes()
    {
        Gen.DateTimeOffset.Sample(time => JsonSerializer.Deserialize<DateTimeOffset>(JsonSerializer.Serialize(time, Options), Options) == time);
        Gen.TimeSpan.Sample(duration => JsonSerializer.Deserialize<TimeSpan>(JsonSerializer.Serialize(duration, Options), Options) == duration);
    }
}
