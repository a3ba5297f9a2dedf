using System.Globalization;
using System.Text.Json;
using Serverless.Core;

namespace Serverless.Client.Tests.Http;

/// <summary>One text is one time everywhere: in the service, its client, its tool and its files.</summary>
public sealed class IsoTimeTests
{
    [Theory]
    [InlineData("2027-01-01", "2027-01-01T00:00:00.0000000+00:00")]
    [InlineData("2026-11-23T10:00:00Z", "2026-11-23T10:00:00.0000000+00:00")]
    [InlineData("2026-11-23T10:00Z", "2026-11-23T10:00:00.0000000+00:00")]
    [InlineData("2026-11-23T10:00:00+09:00", "2026-11-23T01:00:00.0000000+00:00")]
    [InlineData("2026-11-23T10:00:00.125-01:30", "2026-11-23T11:30:00.1250000+00:00")]
    [InlineData("2026-11-23T10:00:00.12345678901Z", "2026-11-23T10:00:00.1234567+00:00")]
    [InlineData("2028-02-29", "2028-02-29T00:00:00.0000000+00:00")]
    public void Reads_a_time_with_its_zone_and_a_date_in_UTC(string text, string expected)
    {
        Assert.Equal(expected, IsoTime.Parse(text)!.Value.ToString("O", CultureInfo.InvariantCulture));
        Assert.Equal(IsoTime.Parse(text), JsonSerializer.Deserialize($$"""{"url":"x","expiresAt":"{{text}}"}""", LinksJson.Web.NewLink)!.ExpiresAt);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-11-23T10:00:00")]
    [InlineData("2026-11-23 10:00:00Z")]
    [InlineData("2026-11-23t10:00:00z")]
    [InlineData("03/04/2027")]
    [InlineData("10:00")]
    [InlineData("2027-1-1")]
    [InlineData("2027-02-29")]
    [InlineData("2026-11-23T24:00:00Z")]
    [InlineData("2026-11-23T10:00:00+9:00")]
    [InlineData("2026-11-23T10:00.5Z")]
    [InlineData("0001-01-01T00:00:00+01:00")]
    [InlineData("2026-11-23T10:00:00Z\n")]
    [InlineData("20261123")]
    public void Refuses_what_could_be_read_otherwise(string text) => Assert.Null(IsoTime.Parse(text));

    [Fact]
    public void Reads_what_the_service_writes() => CsCheck.Check.Sample(
        CsCheck.Gen.DateTimeOffset, time => IsoTime.Parse(UtcTimeConverter.Write(time)) == time.ToUniversalTime());
}
