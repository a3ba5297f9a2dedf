using System.Text;
using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.Messaging.Webhooks;
using Serverless.Core.Tests.Messaging.Push;

namespace Serverless.Core.Tests.Messaging.Webhooks;

/// <summary>Messages as CloudEvents in JSON.</summary>
public sealed class CloudEventWriterTests
{
    [Fact]
    public void A_plain_message_gets_the_attributes_that_it_needs() => Assert.Equal(
        """{"specversion":"1.0","id":"m7","source":"/topics/orders","type":"message","time":"2026-11-23T10:00:00.125Z","datacontenttype":"application/json","data":{"a":1}}""",
        Write(SampleEvents.Json("""{"a":1}""")));

    [Theory]
    [InlineData("null")]
    [InlineData("\"text with \\u00e9 and é\"")]
    [InlineData("12345678901234567890.10")]
    [InlineData("[1, 2 ]")]
    public void Json_data_goes_out_byte_for_byte(string json) =>
        Assert.EndsWith($"\"data\":{json}}}", Write(SampleEvents.Json(json)), StringComparison.Ordinal);

    [Fact]
    public void Binary_data_goes_out_as_base64() => Assert.EndsWith(
        "\"datacontenttype\":\"application/octet-stream\",\"data_base64\":\"AP8+\"}", Write(SampleEvents.Binary([0, 255, 62])), StringComparison.Ordinal);

    [Fact]
    public void A_message_without_data_has_none() => Assert.EndsWith("\"time\":\"2026-11-23T10:00:00.125Z\"}", Write(SampleEvents.Empty()), StringComparison.Ordinal);

    [Fact]
    public void An_event_goes_out_with_all_that_it_came_with() => Assert.Equal(
        """{"specversion":"1.0","id":"A-1","source":"/shop","type":"order.placed","time":"2018-04-05T17:31:00.5+02:00","subject":"42","dataschema":"https://example.com/s","datacontenttype":"application/xml","traceid":"x","data_base64":"PGEvPg=="}""",
        Write(SampleEvents.Binary(
            "<a/>"u8.ToArray(),
            ("ce-id", "A-1"), ("ce-source", "/shop"), ("ce-type", "order.placed"), ("ce-specversion", "1.0"), ("ce-subject", "42"),
            ("ce-time", "2018-04-05T17:31:00.5+02:00"), ("ce-dataschema", "https://example.com/s"), ("ce-datacontenttype", "application/xml"), ("ce-traceid", "x"))));

    [Fact]
    public void Whole_numbers_and_booleans_of_an_event_go_out_as_such()
    {
        var message = SampleEvents.Json("1", ("ce-source", "/shop"), ("ce-type", "t"), ("ce-count", "-5"), ("ce-last", "true"), ("ce-text", "5"), (ServiceAttributes.EventTypes, "count:integer last:boolean"));
        Assert.Contains("\"count\":-5,\"last\":true,\"text\":\"5\"", Write(ServiceAttributes.Show(message)), StringComparison.Ordinal);
    }

    [Fact]
    public void An_event_that_named_no_content_type_gets_none() =>
        Assert.DoesNotContain("datacontenttype", Write(SampleEvents.Json("1", ("ce-source", "/shop"), ("ce-type", "t"))), StringComparison.Ordinal);

    [Fact]
    public void Ordering_key_and_trace_are_extensions()
    {
        var message = SampleEvents.Json("1");
        var content = message.Content with { OrderingKey = "customer \"7\"", TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b9c7c989f97918e1-01", TraceState = "a=b" };
        Assert.Contains(
            """
            "partitionkey":"customer \"7\"","traceparent":"00-0af7651916cd43dd8448eb211c80319c-b9c7c989f97918e1-01","tracestate":"a=b"
            """,
            Write(message with { Content = content }),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_trace_that_the_event_itself_carries_stays()
    {
        var message = SampleEvents.Json("1", ("ce-source", "/shop"), ("ce-traceparent", "00-own"));
        var written = Write(message with { Content = message.Content with { TraceParent = "00-transport" } });
        Assert.Contains("\"traceparent\":\"00-own\"", written, StringComparison.Ordinal);
        Assert.DoesNotContain("00-transport", written, StringComparison.Ordinal);
    }

    [Fact]
    public void Attributes_of_a_plain_message_are_extensions_where_their_names_allow_and_never_replace_others() => Assert.Contains(
        """
        "color":"red","attributes":"{\u0022Content-Type\u0022:\u0022x\u0022,\u0022id\u0022:\u0022y\u0022,\u0022data\u0022:\u0022z\u0022}","data":1}
        """.Replace("\\u0022", "\\\"", StringComparison.Ordinal),
        Write(SampleEvents.Json("1", ("color", "red"), ("Content-Type", "x"), ("id", "y"), ("data", "z"))),
        StringComparison.Ordinal);

    [Fact]
    public void A_batch_is_an_array() => Assert.Equal(
        $"[{Write(SampleEvents.Numbered(1))},{Write(SampleEvents.Numbered(2))}]",
        Encoding.UTF8.GetString(CloudEventWriter.WriteBatch([SampleEvents.Numbered(1), SampleEvents.Numbered(2)], "orders").Span));

    private static string Write(StoredMessage message) => Encoding.UTF8.GetString(CloudEventWriter.Write(message, "orders").Span);
}
