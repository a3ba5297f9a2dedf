using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Serverless.Core;
using Serverless.Core.Messaging.DeadLetters;
using Serverless.Core.Messaging.Pulling;
using Serverless.Functions.Messaging.Pulling;

namespace Serverless.Functions.Messaging.DeadLetters;

/// <summary>Answers with a page of dead letters: the messages, and why they are there.</summary>
public sealed class DeadLettersResult(DeadLetterList.Page page) : IResult, IStatusCodeHttpResult
{
    public int? StatusCode => StatusCodes.Status200OK;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = "application/json; charset=utf-8";
        httpContext.Response.Headers.CacheControl = CacheControlHeaderValue.NoStoreString;
        await using var json = new Utf8JsonWriter(httpContext.Response.BodyWriter, MessageWriter.Options);
        json.WriteStartObject();
        json.WriteStartArray("items");
        foreach (var letter in page.Letters)
        {
            Write(json, letter);
            await json.FlushAsync(httpContext.RequestAborted);
            await httpContext.Response.BodyWriter.FlushAsync(httpContext.RequestAborted);
        }

        json.WriteEndArray();
        json.WriteString("continuation", page.Next is { } next ? Continuation.Encode(next.ToString(CultureInfo.InvariantCulture)) : null);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, DeadLetter letter)
    {
        json.WriteStartObject();
        MessageWriter.Write(json, letter.Message, letter.Message.Content.Attributes);
        json.WritePropertyName("deadLetteredAt");
        JsonSerializer.Serialize(json, letter.DeadLetteredAt, PullingJson.Web.DateTimeOffset);
        json.WriteString("reason", letter.Reason);
        WriteNumber(json, "attempts", letter.Attempts);
        WriteNumber(json, "lastStatus", letter.LastStatus);
        json.WriteString("messageId", letter.Message.Id);
        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, int? value)
    {
        if (value is null)
        {
            json.WriteNull(name);
        }
        else
        {
            json.WriteNumber(name, value.Value);
        }
    }
}
