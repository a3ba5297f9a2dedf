using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Serverless.Core;
using Serverless.Core.Messaging;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Messaging.Publishing;

/// <summary>Reads the messages of a publish request, in whichever form they come.</summary>
public static class PublishBody
{
    /// <exception cref="RequestRefusedException">Something is wrong with one of them: none is to be stored.</exception>
    /// <param name="now">What delays count from.</param>
    public static async Task<IReadOnlyList<NewMessage>> ReadAsync(HttpRequest request, PublishTrace trace, DateTimeOffset now)
    {
        var errors = new FieldErrors();
        var mode = CloudEventMode.Of(request);
        var messages = Read(request, mode, await (mode is null ? RequestBody.ReadAsync(request) : RequestBody.ReadAnyAsync(request)), now, errors);
        if (!errors.IsEmpty)
        {
            throw new RequestRefusedException(errors);
        }

        trace.Mark(messages);
        return messages;
    }

    private static NewMessage[] Read(HttpRequest request, string? mode, ReadOnlyMemory<byte> body, DateTimeOffset now, FieldErrors errors) => mode switch
    {
        CloudEventMode.Structured => [ReadEvent(body, errors)],
        CloudEventMode.Batch => ReadEvents(body, errors),
        CloudEventMode.Binary => [BinaryCloudEvent.Read(request, body, errors)],
        _ => ReadMessages(RequestBody.WithoutByteOrderMark(body), now, errors),
    };

    private static NewMessage[] ReadMessages(ReadOnlyMemory<byte> body, DateTimeOffset now, FieldErrors errors) =>
        JsonReading.Read(body, PublishingJson.Web.PublishContract, (readable, json) => readable.Refuse(json, now)).Read(body, now, errors);

    private static NewMessage ReadEvent(ReadOnlyMemory<byte> body, FieldErrors errors)
    {
        using var document = RequestBody.Parse(body);
        return JsonCloudEvent.Read(document.RootElement, "", errors);
    }

    private static NewMessage[] ReadEvents(ReadOnlyMemory<byte> body, FieldErrors errors)
    {
        using var document = RequestBody.Parse(body);
        if (document.RootElement.ValueKind != JsonValueKind.Array || document.RootElement.GetArrayLength() > PublishContract.MaxMessages)
        {
            errors.Add("body", $"must be a list of 0-{PublishContract.MaxMessages} events.");
            return [];
        }

        return [.. document.RootElement.EnumerateArray().Select((item, i) => JsonCloudEvent.Read(item, $"body[{i}].", errors))];
    }
}
