using System.Text;
using System.Text.Json;
using Serverless.Functions.RateLimiting;

namespace Serverless.Functions.Tests.RateLimiting;

/// <summary>What is read by hand is what the serializer reads; what it would refuse is left to it.</summary>
public sealed class CheckRequestReaderTests
{
    [Theory]
    [InlineData("""{"api":"shop","op":"orders.create"}""")]
    [InlineData("""{"api":"shop","op":"orders.create","caller":{"user":"u-1"}}""")]
    [InlineData(""" { "cost" : 7 , "caller" : { } , "op" : "o" , "api" : "a" } """)]
    [InlineData("""{"\u0061pi":"sh\u006fp","op":"\u00fc","caller":{"user":"\ud83d\ude00","apiKey":"","ip":"::1"}}""")]
    [InlineData("""{"api":"a","op":"o","caller":{"headers":{"X-Tenant":"t","x-tenant":"u","é":"\n"}}}""")]
    [InlineData("""{"api":"a","op":"o","caller":{"headers":{}},"cost":9223372036854775807}""")]
    [InlineData("{}")]
    public void Reads_what_the_serializer_reads(string json)
    {
        var read = CheckRequestReader.TryRead(Encoding.UTF8.GetBytes(json));

        Assert.NotNull(read);
        Assert.Equivalent(JsonSerializer.Deserialize(json, RateLimitsJson.Web.CheckRequest), read, strict: true);
    }

    [Theory]
    [InlineData("""{"api":"a","op":"o","other":1}""")]
    [InlineData("""{"Api":"a","op":"o"}""")]
    [InlineData("""{"api":"a","api":"b","op":"o"}""")]
    [InlineData("""{"api":1,"op":"o"}""")]
    [InlineData("""{"api":null,"op":"o"}""")]
    [InlineData("""{"api":"a","op":"o","caller":null}""")]
    [InlineData("""{"api":"a","op":"o","caller":"u"}""")]
    [InlineData("""{"api":"a","op":"o","caller":{"user":"u","user":"u"}}""")]
    [InlineData("""{"api":"a","op":"o","caller":{"name":"u"}}""")]
    [InlineData("""{"api":"a","op":"o","caller":{"headers":{"h":"1","h":"2"}}}""")]
    [InlineData("""{"api":"a","op":"o","caller":{"headers":{"h":null}}}""")]
    [InlineData("""{"api":"a","op":"o","caller":{"headers":["h"]}}""")]
    [InlineData("""{"api":"a","op":"o","cost":1.5}""")]
    [InlineData("""{"api":"a","op":"o","cost":9223372036854775808}""")]
    [InlineData("""{"api":"a","op":"o","cost":"1"}""")]
    [InlineData("""[{"api":"a","op":"o"}]""")]
    [InlineData("\"api\"")]
    public void Leaves_everything_else_to_the_serializer(string json) => Assert.Null(CheckRequestReader.TryRead(Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("""{"api":"a" "op":"o"}""")]
    [InlineData("""{"api":"a","op":"o"} {}""")]
    [InlineData("""{"api":"a","op":"o",}""")]
    [InlineData("""{"api":"a","op":"o"} // done""")]
    [InlineData("\uFEFF{}")]
    public void Says_that_it_is_no_json(string json) => Assert.ThrowsAny<JsonException>(() => CheckRequestReader.TryRead(Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData("""{"api":"\ud800","op":"o"}""")]
    [InlineData("""{"api":"a","op":"o","caller":{"headers":{"\udc00":"v"}}}""")]
    public void Says_that_a_text_is_no_unicode(string json) => Assert.Throws<InvalidOperationException>(() => CheckRequestReader.TryRead(Encoding.UTF8.GetBytes(json)));
}
