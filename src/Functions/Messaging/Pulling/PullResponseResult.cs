using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Serverless.Core.Messaging.Pulling;

namespace Serverless.Functions.Messaging.Pulling;

/// <summary>Answers with what a pull brought, message by message, without a copy of the data in between.</summary>
public sealed class PullResponseResult(PullResult result) : IResult, IStatusCodeHttpResult
{
    private const int FlushAfterBytes = 65_536;

    public int? StatusCode => StatusCodes.Status200OK;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "application/json; charset=utf-8";
        response.Headers.CacheControl = CacheControlHeaderValue.NoStoreString;
        await using var json = new Utf8JsonWriter(response.BodyWriter, MessageWriter.Options);
        json.WriteStartObject();
        json.WriteStartArray("messages");
        foreach (var pulled in result.Messages)
        {
            Write(json, pulled);
            if (json.BytesPending > FlushAfterBytes)
            {
                await json.FlushAsync(httpContext.RequestAborted);
                await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
            }
        }

        json.WriteEndArray();
        if (result.RetryAfter is { } retryAfter)
        {
            json.WritePropertyName("retryAfter");
            JsonSerializer.Serialize(json, retryAfter, PullingJson.Web.TimeSpan);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, PulledMessage pulled)
    {
        json.WriteStartObject();
        json.WriteString("ackId", pulled.AckId);
        MessageWriter.Write(json, pulled.Message, pulled.Message.Content.Attributes);
        json.WriteNumber("attempt", pulled.Attempt);
        json.WriteEndObject();
    }
}
