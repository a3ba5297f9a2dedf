using System.Net.Http.Headers;
using System.Net.Mime;
using System.Text;
using System.Text.Json;
using CloudNative.CloudEvents;
using CloudNative.CloudEvents.Http;
using CloudNative.CloudEvents.SystemTextJson;
using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.Messaging.Webhooks;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Functions.Tests.Messaging;

/// <summary>CloudEvents in each of their HTTP modes, made by the SDK of CloudEvents itself and by hand.</summary>
public sealed class CloudEventsTests(RunningApp app) : IClassFixture<RunningApp>
{
    private const string Structured = "application/cloudevents+json";
    private const string Batch = "application/cloudevents-batch+json";
    private const string Event = """{"specversion":"1.0","id":"1","source":"/s","type":"t"}""";

    private static readonly JsonEventFormatter Formatter = new();

    [Theory]
    [Trait(TestHost.Trait, TestHost.Local)]
    [InlineData(ContentMode.Structured)]
    [InlineData(ContentMode.Binary)]
    public async Task Arrive_intact_from_the_sdk(ContentMode mode)
    {
        using var client = app.Admin();
        var topic = await client.TopicAsync();
        var sent = Sample("1", "größe \"%41\" 😀, ~");
        using var published = await PostAsync(client, topic, sent.ToHttpContent(mode, Formatter));
        Assert.Equal("1", published.Json.GetProperty("results")[0].GetProperty("id").GetString());
        IsSame(sent, Assert.Single(await app.StoredAsync(topic)));
    }

    [Fact]
    [Trait(TestHost.Trait, TestHost.Local)]
    public async Task Arrive_intact_from_the_sdk_in_a_batch()
    {
        using var client = app.Admin();
        var topic = await client.TopicAsync();
        var sent = Enumerable.Range(0, 20).Select(i => Sample($"{i}", "s")).ToArray();
        using var published = await PostAsync(client, topic, sent.ToHttpContent(Formatter));
        Assert.Equal(20, published.Json.GetProperty("results").GetArrayLength());
        var stored = await app.StoredAsync(topic);
        Assert.All(sent.Zip(stored), pair => IsSame(pair.First, pair.Second));
    }

    [Theory]
    [Trait(TestHost.Trait, TestHost.Local)]
    [InlineData(ContentMode.Structured)]
    [InlineData(ContentMode.Binary)]
    public async Task Bring_any_bytes(ContentMode mode)
    {
        using var client = app.Admin();
        var topic = await client.TopicAsync();
        var bytes = Enumerable.Range(0, 256).Select(i => (byte)i).ToArray();
        var sent = Sample("1", "s");
        (sent.Data, sent.DataContentType) = (bytes, MediaTypeNames.Application.Octet);
        using var published = await PostAsync(client, topic, sent.ToHttpContent(mode, Formatter));
        var stored = Assert.Single(await app.StoredAsync(topic));
        Assert.Equal(bytes, stored.Content.Data.ToArray());
        Assert.Equal(DataKind.Binary, stored.Content.Kind);
        Assert.Equal(MediaTypeNames.Application.Octet, stored.Content.Attributes["ce-datacontenttype"]);
    }

    [Fact]
    [Trait(TestHost.Trait, TestHost.Local)]
    public async Task Are_the_same_by_source_and_id()
    {
        using var client = app.Admin();
        var topic = await client.TopicAsync(new { shards = 4 });
        foreach (var source in new[] { "/a", "/b", "/a" })
        {
            using var published = await PostAsync(client, topic, Content(Event.Replace("/s", source, StringComparison.Ordinal), Structured));
            Assert.Equal(HttpStatusCode.OK, published.Status);
        }

        Assert.Equal(["/a", "/b"], (await app.StoredAsync(topic)).Select(message => message.Content.Attributes["ce-source"]).Order());
    }

    [Fact]
    [Trait(TestHost.Trait, TestHost.Local)]
    public async Task Need_no_data_and_carry_their_own_trace()
    {
        using var client = app.Admin();
        var topic = await client.TopicAsync();
        const string Parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        using var published = await PostAsync(client, topic, Content(Event.Replace("}", $",\"traceparent\":\"{Parent}\",\"n\":5,\"b\":true,\"nil\":null}}", StringComparison.Ordinal), Structured));
        var stored = Assert.Single(await app.StoredAsync(topic));
        Assert.Equal((DataKind.None, 0, Parent), (stored.Content.Kind, stored.Content.Data.Length, stored.Content.TraceParent));
        Assert.Equal(("5", "true", false), (stored.Content.Attributes["ce-n"], stored.Content.Attributes["ce-b"], stored.Content.Attributes.ContainsKey("ce-nil")));
        Assert.Contains("\"n\":5,\"b\":true", Encoding.UTF8.GetString(CloudEventWriter.Write(ServiceAttributes.Show(stored), topic).Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Have_texts_where_the_specification_says_so()
    {
        using var client = app.Admin();
        var topic = await client.TopicAsync();
        using var published = await PostAsync(
            client, topic, Content(Event.Replace("}", ",\"subject\":7,\"n\":-5,\"text\":\"5\"}", StringComparison.Ordinal).Replace("\"1\"", "1", StringComparison.Ordinal), Structured));
        var stored = Assert.Single(await app.StoredAsync(topic)).Content.Attributes;
        Assert.Equal("n:integer", stored[ServiceAttributes.EventTypes]);
        Assert.Equal(("1", "7", "5"), (stored["ce-id"], stored["ce-subject"], stored["ce-text"]));
    }

    [Theory]
    [Trait(TestHost.Trait, TestHost.Local)]
    [InlineData("[]", Structured, "body", "must be a JSON object")]
    [InlineData("{}", Structured, "id", "is required")]
    [InlineData("""{"specversion":"0.3","id":"1","source":"/s","type":"t"}""", Structured, "specversion", "must be 1.0")]
    [InlineData("""{"specversion":"1.0","id":"","source":"/s","type":"t"}""", Structured, "id", "not empty")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/s","type":"t","time":"noon"}""", Structured, "time", "RFC 3339")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/s","type":"t","Upper":"x"}""", Structured, "Upper", "lower-case")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/s","type":"t","obj":{}}""", Structured, "obj", "must be a string")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/s","type":"t","n":1.5}""", Structured, "n", "whole number")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/s","type":"t","data":1,"data_base64":"AA=="}""", Structured, "data_base64", "given twice")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/s","type":"t","data_base64":"A"}""", Structured, "data_base64", "base64")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/s","type":"t","partitionkey":""}""", Structured, "partitionkey", "1-256")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/s","type":"t","serverless:recipient":"x"}""", Structured, "serverless:recipient", "lower-case")]
    [InlineData("""[{"specversion":"1.0","id":"1","source":"/s","type":"t","serverless:recipient":"x"}]""", Batch, "body[0].serverless:recipient", "lower-case")]
    [InlineData(Event, Batch, "body", "0-100 events")]
    [InlineData("[" + Event + ",{}]", Batch, "body[1].source", "is required")]
    public async Task Are_refused_with_a_reason_and_not_stored(string body, string type, string field, string reason)
    {
        using var client = app.Admin();
        var topic = await client.TopicAsync();
        using var refused = await PostAsync(client, topic, Content(body, type));
        refused.Refuses(field, reason);
        Assert.Empty(await app.StoredAsync(topic));
    }

    [Theory]
    [Trait(TestHost.Trait, TestHost.Local)]
    [InlineData("ce-id", "%ff", "id", "percent-encoded UTF-8")]
    [InlineData("ce-bad-name", "x", "bad-name", "lower-case")]
    [InlineData("ce-datacontenttype", "text/plain", "datacontenttype", "content-type")]
    [InlineData("ce-serverless%3Arecipient", "x", "serverless%3arecipient", "lower-case")]
    [InlineData("ce-specversion", "2.0", "specversion", "must be 1.0")]
    public async Task Are_refused_for_a_header(string header, string value, string field, string reason)
    {
        using var client = app.Admin();
        var topic = await client.TopicAsync();
        var headers = new Dictionary<string, string> { ["ce-specversion"] = "1.0", ["ce-id"] = "1", ["ce-source"] = "/s", ["ce-type"] = "t", [header] = value };
        using var refused = await PostAsync(client, topic, Content("{}", "application/json"), headers);
        refused.Refuses(field, reason);
        using var notJson = await PostAsync(client, topic, Content("{", "application/json"), new() { ["ce-specversion"] = "1.0", ["ce-id"] = "1", ["ce-source"] = "/s", ["ce-type"] = "t" });
        notJson.Refuses("body", "is not JSON");
        using var missing = await PostAsync(client, topic, Content("{}", "application/json"), new() { ["ce-id"] = "1" });
        missing.Refuses("specversion", "is required");
        Assert.Empty(await app.StoredAsync(topic));
    }

    [Theory]
    [InlineData("application/cloudevents+avro")]
    [InlineData("application/cloudevents+json; charset=utf-16")]
    public async Task Are_refused_in_formats_that_are_not_read(string type)
    {
        using var client = app.Admin();
        var topic = await client.TopicAsync();
        using var refused = await PostAsync(client, topic, Content(Event, type));
        refused.IsProblem(HttpStatusCode.UnsupportedMediaType, "unsupported-format");
    }

    private static CloudEvent Sample(string id, string subject)
    {
        var sent = new CloudEvent(CloudEventsSpecVersion.V1_0)
        {
            Id = id,
            Source = new Uri("/shop/ä?x=1", UriKind.RelativeOrAbsolute),
            Type = "order.placed",
            Subject = subject,
            Time = new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.FromHours(1)),
            DataSchema = new Uri("https://example.com/schema"),
            DataContentType = MediaTypeNames.Application.Json,
            Data = new Dictionary<string, object> { ["amount"] = 5, ["name"] = "Größe" },
        };
        sent["partitionkey"] = "customer-1";
        sent["myextension"] = "a value";
        return sent;
    }

    private static void IsSame(CloudEvent sent, StoredMessage stored)
    {
        var attributes = sent.GetPopulatedAttributes().ToDictionary(pair => "ce-" + pair.Key.Name, pair => pair.Key.Format(pair.Value));
        attributes.Add("ce-specversion", "1.0");
        Assert.Equal(attributes.OrderBy(pair => pair.Key), stored.Content.Attributes.OrderBy(pair => pair.Key));
        Assert.Equal((sent.Id, "customer-1", DataKind.Json), (stored.Id, stored.Content.OrderingKey, stored.Content.Kind));
        Assert.Equal(JsonSerializer.Serialize(sent.Data), JsonSerializer.Serialize(JsonDocument.Parse(stored.Content.Data).RootElement));
    }

    private static StringContent Content(string body, string type)
    {
        var content = new StringContent(body, Encoding.UTF8);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return content;
    }

    private static Task<ApiResponse> PostAsync(ApiClient client, string topic, HttpContent content, Dictionary<string, string>? headers = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"/api/topics/{topic}/publish") { Content = content };
        foreach (var (name, value) in headers ?? [])
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return client.SendAsync(request);
    }
}
