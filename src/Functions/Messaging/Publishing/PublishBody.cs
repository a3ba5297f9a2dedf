using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Serverless.Core;
using Serverless.Core.Messaging;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Messaging.Publishing;

/// <summary>Reads the messages of a publish request, in whichever form they come.</summary>
public static class PublishBody
{
    public const int MaxMessages = 100;

    private const string Messages = "messages";

    /// <exception cref="RequestRefusedException">Something is wrong with one of them: none is to be stored.</exception>
    public static async Task<IReadOnlyList<NewMessage>> ReadAsync(HttpRequest request, PublishTrace trace)
    {
        var errors = new FieldErrors();
        var messages = await ReadAsync(request, errors);
        return errors.IsEmpty
            ? [.. messages.Select(message => message with { Content = trace.Mark(message.Content) })]
            : throw new RequestRefusedException(errors);
    }

    private static async Task<NewMessage[]> ReadAsync(HttpRequest request, FieldErrors errors) => CloudEventMode.Of(request) switch
    {
        CloudEventMode.Structured => [await ReadEventAsync(request, errors)],
        CloudEventMode.Batch => await ReadEventsAsync(request, errors),
        CloudEventMode.Binary => [BinaryCloudEvent.Read(request, await RequestBody.ReadAsync(request), errors)],
        _ => await ReadMessagesAsync(request, errors),
    };

    private static async Task<NewMessage> ReadEventAsync(HttpRequest request, FieldErrors errors)
    {
        using var body = await RequestBody.ReadJsonAsync(request);
        return JsonCloudEvent.Read(body.RootElement, "", errors);
    }

    private static async Task<NewMessage[]> ReadEventsAsync(HttpRequest request, FieldErrors errors)
    {
        using var body = await RequestBody.ReadJsonAsync(request);
        return ReadAll(body.RootElement, "body", minimum: 0, JsonCloudEvent.Read, errors);
    }

    private static async Task<NewMessage[]> ReadMessagesAsync(HttpRequest request, FieldErrors errors)
    {
        using var body = await RequestBody.ReadJsonAsync(request);
        if (body.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw new RequestRefusedException(FieldErrors.Of("body", "must be a JSON object."));
        }

        foreach (var field in body.RootElement.EnumerateObject().Where(field => field.Name != Messages))
        {
            errors.Add(field.Name, $"is not a field of this request; its only field is {Messages}.");
        }

        var messages = body.RootElement.TryGetProperty(Messages, out var list) ? list : default;
        return ReadAll(messages, Messages, minimum: 1, JsonMessage.Read, errors);
    }

    private static NewMessage[] ReadAll(
        JsonElement list, string field, int minimum, Func<JsonElement, string, FieldErrors, NewMessage> read, FieldErrors errors)
    {
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() is var count && (count < minimum || count > MaxMessages))
        {
            errors.Add(field, $"must be a list of {minimum}-{MaxMessages} messages.");
            return [];
        }

        return [.. list.EnumerateArray().Select((item, i) => read(item, $"{field}[{i}].", errors))];
    }
}
