using System.Text;
using CsCheck;
using Microsoft.AspNetCore.Http;
using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Messaging.Topics;
using Serverless.Functions.Messaging.Publishing;
using Serverless.Functions.Requests;

namespace Serverless.Torture.Fuzzing;

/// <summary>Bodies of publish requests in every mode: messages within their limits, or a refusal.</summary>
public sealed class PublishBodyFuzz
{
    private const string Noise = "\\u0000";

    private static readonly string[] JsonTokens =
        ["{", "}", "[", "]", "\"", ":", ",", "null", "true", "1e999", "-0", "\\ud800", Noise, "/*", "data", "dataBase64", "data_base64", "attributes", "messageId", "orderingKey", "specversion", "=="];

    private static readonly Gen<string> Batches = Texts.Around(
        ["""{"messages":[{"data":{"a":[1,2,{"b":null}]},"attributes":{"kind":"x"},"orderingKey":"k","messageId":"m"},{"dataBase64":"AAEC"}]}""", """{"messages":[{"data":null}]}""", """{"messages":[]}"""], JsonTokens);

    private static readonly Gen<string> Events = Texts.Around(
        ["""{"specversion":"1.0","id":"1","source":"/s","type":"t","datacontenttype":"application/json","data":{"a":1},"partitionkey":"p","time":"2026-11-23T10:00:00Z"}""",
         """{"specversion":"1.0","id":"1","source":"https://example.com","type":"t","data_base64":"AAEC","n":5,"b":true}"""], JsonTokens);

    private static readonly Gen<string> HeaderTexts = Texts.Around(["1.0", "id-1", "/source", "com.example.type", "\"quoted\\\"\"", "%C3%BC", "%", "%zz", "2026-11-23T10:00:00Z"], "%", "\"", "\\", "%00", "%ff", "%f0%9f%98%80");

    [Fact]
    public void A_batch_is_read_or_refused() => Fuzz.Try(Batches, text => Read("application/json", text));

    [Fact]
    public void A_structured_event_is_read_or_refused() => Fuzz.Try(Events, text => Read("application/cloudevents+json", text));

    [Fact]
    public void A_batch_of_events_is_read_or_refused() => Fuzz.Try(Events, text => Read("application/cloudevents-batch+json; charset=utf-8", $"[{text},{text}]"));

    [Fact]
    public void An_event_in_headers_is_read_or_refused() => Fuzz.Try(
        Gen.Select(HeaderTexts.Array[6], Gen.OneOf("application/json", "text/plain", "application/cloudevents", "a/b; charset=\"", "")), (input) =>
        {
            var (texts, contentType) = input;
            Read(contentType, texts[5], headers =>
            {
                headers["ce-specversion"] = "1.0";
                headers["ce-id"] = texts[0];
                headers["ce-source"] = texts[1];
                headers["ce-type"] = texts[2];
                headers["ce-subject"] = texts[3];
                headers["CE-PartitionKey"] = texts[4];
            });
        });

    private static void Read(string contentType, string body, Action<IHeaderDictionary>? headers = null)
    {
        var context = new DefaultHttpContext();
        context.Request.ContentType = contentType;
        context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        headers?.Invoke(context.Request.Headers);
        using var trace = PublishTrace.Start(context.Request, "topic");
        try
        {
            foreach (var message in PublishBody.ReadAsync(context.Request, trace, DateTimeOffset.UnixEpoch).GetAwaiter().GetResult())
            {
                HoldsToItsLimits(message);
            }
        }
        catch (RequestRefusedException refusal)
        {
            Assert.InRange(refusal.Problem.Status!.Value, 400, 499);
        }
    }

    // What is stored has to come back as it was.
    private static void HoldsToItsLimits(NewMessage message)
    {
        // What the service itself keeps of an event, such as which values were numbers, is beside what the publisher sent.
        Assert.Null(AttributeRules.Refuse(message.Content.Attributes
            .Where(pair => !pair.Key.StartsWith(AttributeRules.ReservedPrefix, StringComparison.Ordinal))
            .ToDictionary()));
        Assert.InRange(message.Content.OrderingKey?.Length ?? 1, 1, 256);
        var packed = MessagePacking.Join([MessagePacking.Pack(message)]);
        var entry = MessagePacking.Unpack(new StreamId("topic", 0), new PackedEntry(1, 1, Guid.Empty, DateTimeOffset.UnixEpoch, packed));
        Assert.Equal(message.Content.Attributes.OrderBy(pair => pair.Key, StringComparer.Ordinal), entry.Messages[0].Content.Attributes.OrderBy(pair => pair.Key, StringComparer.Ordinal));
        Assert.Equal(message.Content.OrderingKey, entry.Messages[0].Content.OrderingKey);
        Assert.True(message.Content.Data.Span.SequenceEqual(entry.Messages[0].Content.Data.Span));
    }
}
