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
public sealed class DeadLettersResult(DeadLetterPage page) : IResult, IStatusCodeHttpResult
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
        }

        json.WriteEndArray();
        json.WriteString("continuation", page.Next is { } next ? Continuation.Encode(next.ToString(CultureInfo.InvariantCulture)) : null);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, DeadLetter letter)
    {
        var attributes = letter.Message.Content.Attributes;
        json.WriteStartObject();
        MessageWriter.Write(json, letter.Message with { Id = letter.Id }, DeadLetterAttributes.Remove(letter.Message.Content).Attributes);
        json.WriteString("reason", attributes.GetValueOrDefault(DeadLetterAttributes.Reason));
        WriteNumber(json, "attempts", attributes.GetValueOrDefault(DeadLetterAttributes.Attempts));
        WriteNumber(json, "lastStatus", attributes.GetValueOrDefault(DeadLetterAttributes.Status));
        json.WriteString("messageId", attributes.GetValueOrDefault(DeadLetterAttributes.MessageId) ?? letter.Message.Id);
        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, string? value)
    {
        if (value is null)
        {
            json.WriteNull(name);
        }
        else
        {
            json.WriteNumber(name, int.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture));
        }
    }
}
