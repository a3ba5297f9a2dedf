using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Serverless.Core;
using Serverless.Core.Messaging.Scheduling;
using Serverless.Functions.Messaging.Pulling;

namespace Serverless.Functions.Messaging.Scheduling;

/// <summary>Answers with a page of messages that wait.</summary>
/// <param name="withData">Whether the caller may read what they say.</param>
public sealed class ScheduledMessagesResult(IReadOnlyList<ScheduledMessage> messages, bool hasMore, bool withData) : IResult, IStatusCodeHttpResult
{
    public int? StatusCode => StatusCodes.Status200OK;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        await using var json = ScheduledMessageWriter.Begin(httpContext);
        json.WriteStartObject();
        json.WriteStartArray("items");
        foreach (var message in messages)
        {
            ScheduledMessageWriter.Write(json, message, withData);
            await json.FlushAsync(httpContext.RequestAborted);
            await httpContext.Response.BodyWriter.FlushAsync(httpContext.RequestAborted);
        }

        json.WriteEndArray();
        json.WriteString("continuation", hasMore ? Continuation.Encode(messages[^1].Position.ToString()) : null);
        json.WriteEndObject();
    }
}

/// <summary>Answers with a message that waits.</summary>
/// <param name="withData">Whether the caller may read what it says.</param>
public sealed class ScheduledMessageResult(ScheduledMessage message, bool withData) : IResult, IStatusCodeHttpResult
{
    public int? StatusCode => StatusCodes.Status200OK;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        await using var json = ScheduledMessageWriter.Begin(httpContext);
        ScheduledMessageWriter.Write(json, message, withData);
    }
}

/// <summary>Writes messages that wait.</summary>
internal static class ScheduledMessageWriter
{
    public static Utf8JsonWriter Begin(HttpContext context)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.Headers.CacheControl = CacheControlHeaderValue.NoStoreString;
        return new Utf8JsonWriter(context.Response.BodyWriter, MessageWriter.Options);
    }

    public static void Write(Utf8JsonWriter json, ScheduledMessage message, bool withData)
    {
        var content = message.Content();
        json.WriteStartObject();
        json.WriteString("id", message.Id);
        WriteTime(json, "deliverAt", message.DeliverAt);
        WriteTime(json, "acceptedAt", message.AcceptedAt);
        if (withData)
        {
            MessageWriter.WriteData(json, content);
        }

        MessageWriter.WriteAttributes(json, content.Attributes);
        json.WriteString("orderingKey", content.OrderingKey);
        json.WriteBoolean("moving", message.MovingSince is not null);
        json.WriteEndObject();
    }

    private static void WriteTime(Utf8JsonWriter json, string name, DateTimeOffset time)
    {
        json.WritePropertyName(name);
        JsonSerializer.Serialize(json, time, PullingJson.Web.DateTimeOffset);
    }
}
