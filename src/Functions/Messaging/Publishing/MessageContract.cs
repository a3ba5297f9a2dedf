using System.ComponentModel.DataAnnotations;
using Serverless.Core;
using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Scheduling;
using Serverless.Core.Messaging.Topics;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Messaging.Publishing;

/// <summary>A message to publish; it has <c>data</c> or <c>dataBase64</c>.</summary>
/// <remarks>Its properties can be set, not only initialized: for the latter the reader gathers all values of a message in a list first.</remarks>
public sealed record MessageContract
{
    public const int MaxKeyLength = 256;

    /// <summary>Any JSON, kept byte for byte.</summary>
    public RawJson Data { get; set; }

    /// <summary>Bytes instead of JSON, in base64.</summary>
    public byte[]? DataBase64 { get; set; }

    /// <summary>What subscriptions filter by: at most 50, with names of 1-100 of <c>A-Za-z0-9._-</c> and values of at most 2,048 characters.</summary>
    public Dictionary<string, string>? Attributes { get; set; }

    /// <summary>Messages of one key keep the order in which they enter the topic.</summary>
    [StringLength(MaxKeyLength, MinimumLength = 1)]
    public string? OrderingKey { get; set; }

    /// <summary>A repetition of this id within ten minutes is stored once; null for one that is made.</summary>
    [StringLength(MaxKeyLength, MinimumLength = 1)]
    public string? MessageId { get; set; }

    /// <summary>Not to be delivered before this time, up to 7 days ahead; null, or a time that has passed, for at once.</summary>
    public DateTimeOffset? DeliverAt { get; set; }

    /// <summary>Not to be delivered before so long has passed, up to P7D; null or PT0S for at once. Instead of <c>deliverAt</c>.</summary>
    public TimeSpan? Delay { get; set; }

    /// <summary>What a key or an id of a message may be; null for one that is right.</summary>
    public static string? RefuseKey(string? key) => key is null or { Length: > 0 and <= MaxKeyLength } ? null : $"must have 1-{MaxKeyLength} characters.";

    /// <param name="body">What this was read from.</param>
    /// <param name="now">What a delay counts from.</param>
    /// <returns>Anything, if there are errors.</returns>
    internal NewMessage Read(ReadOnlyMemory<byte> body, DateTimeOffset now, FieldErrors errors)
    {
        var data = Data.IsGiven ? Data.Of(body) : DataBase64;
        var kind = Data.IsGiven ? DataKind.Json : DataKind.Binary;
        errors
            .Add("data", Data.IsGiven ? MessageData.RefuseJson(data.Span) ?? RefuseRepetition(data) : DataBase64 is null ? "is required, or dataBase64." : null)
            .Add("dataBase64", DataBase64 is null ? null : Data.IsGiven ? MessageData.Twice : MessageData.Refuse(DataBase64))
            .Add("attributes", RefuseAttributes())
            .Add("orderingKey", RefuseKey(OrderingKey))
            .Add("messageId", RefuseKey(MessageId) ?? RefuseUnnameable())
            .Add("deliverAt", DeliverAt - now > ScheduledMessage.LongestDelay ? "must be at most 7 days from now." : null)
            .Add("delay", RefuseDelay());
        return new NewMessage(
            new MessageContent { Data = data, Kind = kind, Attributes = Attributes ?? MessageContent.NoAttributes, OrderingKey = OrderingKey }, MessageId)
        {
            DeliverAt = errors.IsEmpty ? DueAt(now) : null,
        };
    }

    // No address can end with it.
    private string? RefuseUnnameable() =>
        MessageId is "." or ".." && (DeliverAt is not null || Delay is not null) ? "must not be . or .. of a message that is delayed: nobody could cancel it." : null;

    private string? RefuseDelay() => Delay switch
    {
        null => null,
        _ when DeliverAt is not null => "must be left out where deliverAt is given.",
        { Ticks: < 0 } => "must not be negative.",
        { } delay when delay > ScheduledMessage.LongestDelay => "must be at most P7D.",
        _ => null,
    };

    // Rounded up: never before its time. What is due already stays so.
    private DateTimeOffset? DueAt(DateTimeOffset now)
    {
        var due = (DeliverAt ?? now + Delay)?.ToUniversalTime();
        return due > now && due.Value.Ticks % TimeSpan.TicksPerMillisecond is not 0 and var rest ? due.Value.AddTicks(TimeSpan.TicksPerMillisecond - rest) : due;
    }

    // Data was passed over: only an object has fields, and only here they were not compared.
    private static string? RefuseRepetition(ReadOnlyMemory<byte> data)
    {
        string? refusal = null;
        using var document = data.Span.Contains((byte)'{') ? RequestBody.TryParse(data, out refusal) : null;
        return refusal;
    }

    private string? RefuseAttributes() => Attributes switch
    {
        null => null,
        _ when Attributes.ContainsValue(null!) => "must be an object whose values are strings.",
        _ => AttributeRules.Refuse(Attributes),
    };
}
