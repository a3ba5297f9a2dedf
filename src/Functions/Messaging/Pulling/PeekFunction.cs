using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Net.Http.Headers;
using Serverless.Core;
using Serverless.Core.Access;
using Serverless.Core.Messaging.Pulling;
using Serverless.Core.Messaging.Topics;
using Serverless.Functions.Description;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Messaging.Pulling;

/// <summary><c>POST .../peek</c>: what a subscription has not done, without taking it.</summary>
[Tags("Messages")]
public sealed class PeekFunction(RequestPipeline pipeline, TopicDirectory directory, MessagePeeker peeker)
{
    [Function("PeekMessages")]
    [EndpointSummary("Shows messages without taking them")]
    [EndpointDescription("The oldest that are not done, of a push subscription too: those that wait, those that a consumer has, and those that failed and wait for their next attempt. Nothing is leased, and no attempt counted.")]
    [NeedsScope(ScopeNames.Subscribe, Per = "topic")]
    [Takes(typeof(PeekRequest), MessageExamples.Peek, IsOptional = true)]
    [Responds(200, "The messages, in the order of each shard; at most about 1 MB.", typeof(PeekResponse), MessageExamples.Peeked)]
    [Fails(ProblemTypes.NotFound)]
    public Task<IResult> PeekAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/topics/{topic}/subscriptions/{name}/peek")] HttpRequest request, string topic, string name) =>
        pipeline.RunAsync(request, SubscriptionOperations.Peek.On(topic), async context =>
        {
            var max = (await JsonBody.ReadAsync(request, PullingJson.Web.PeekRequest)).Check();
            return await NamedSubscription.RunAsync<IResult>(
                directory, topic, name, async named => new PeekResponseResult(await peeker.PeekAsync(named.Topic, named.Subscription, max, context.Aborted)), context.Aborted);
        });
}

/// <summary>What a look asks for.</summary>
public sealed record PeekRequest
{
    private const int DefaultMax = 10;

    /// <summary>How many messages at most; null for 10.</summary>
    [Range(1, MessagePeeker.MaxMessages)]
    public int? Max { get; init; }

    /// <exception cref="RequestRefusedException">It is out of its range.</exception>
    public int Check() => Max is < 1 or > MessagePeeker.MaxMessages
        ? throw new RequestRefusedException(FieldErrors.Of("max", $"must be 1-{MessagePeeker.MaxMessages}."))
        : Max ?? DefaultMax;
}

/// <summary>What a look showed.</summary>
/// <remarks>Describes what <see cref="PeekResponseResult"/> writes.</remarks>
/// <param name="HasMore">There may be more messages that are not done.</param>
public sealed record PeekResponse(IReadOnlyList<PeekedMessageResponse> Messages, bool HasMore);

/// <summary>A message that is not done, with <c>data</c> or <c>dataBase64</c>.</summary>
/// <remarks>Describes what <see cref="PeekResponseResult"/> writes.</remarks>
/// <param name="Id">Of the message: the publisher's, or one that was made.</param>
/// <param name="Sequence">Counts the messages of a shard.</param>
/// <param name="Data">The JSON that was published; null for none.</param>
/// <param name="DataBase64">The bytes that were published instead.</param>
/// <param name="Attributes">Those of the message; of a CloudEvent as <c>ce-*</c>.</param>
/// <param name="OrderingKey">The publisher's; null for none.</param>
/// <param name="PublishedAt">When it was stored.</param>
/// <param name="State">waiting for its turn; leased: a consumer has it; delayed: it waits for its next attempt.</param>
/// <param name="Attempts">Deliveries so far.</param>
/// <param name="Due">When its lease or its delay ends; left out where it just waits.</param>
public sealed record PeekedMessageResponse(
    string Id,
    long Sequence,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] JsonElement Data,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? DataBase64,
    IReadOnlyDictionary<string, string> Attributes,
    string? OrderingKey,
    DateTimeOffset PublishedAt,
    string State,
    int Attempts,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? Due);

/// <summary>Answers with what a look showed, message by message, without a copy of the data in between.</summary>
public sealed class PeekResponseResult(PeekResult result) : IResult, IStatusCodeHttpResult
{
    public int? StatusCode => StatusCodes.Status200OK;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "application/json; charset=utf-8";
        response.Headers.CacheControl = CacheControlHeaderValue.NoStoreString;
        await using var json = new Utf8JsonWriter(response.BodyWriter, MessageWriter.Options);
        json.WriteStartObject();
        json.WriteStartArray("messages");
        foreach (var peeked in result.Messages)
        {
            Write(json, peeked);
        }

        json.WriteEndArray();
        json.WriteBoolean("hasMore", result.HasMore);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, PeekedMessage peeked)
    {
        json.WriteStartObject();
        MessageWriter.Write(json, peeked.Message, peeked.Message.Content.Attributes);
        json.WriteString("state", JsonNamingPolicy.CamelCase.ConvertName(peeked.State.ToString()));
        json.WriteNumber("attempts", peeked.Attempts);
        if (peeked.Due is { } due)
        {
            json.WritePropertyName("due");
            JsonSerializer.Serialize(json, due, PullingJson.Web.DateTimeOffset);
        }

        json.WriteEndObject();
    }
}
