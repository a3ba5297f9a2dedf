using System.Globalization;
using System.Text.Json.Serialization;
using Serverless.Core.Cosmos;
using Serverless.Core.Messaging.Scheduling;

namespace Serverless.Core.Messaging.Cosmos;

/// <summary>A message that waits, in the partition of its place under its key.</summary>
internal sealed record CosmosScheduledMessage : CosmosDocument
{
    /// <summary>After every position.</summary>
    public const string LastPosition = "~";

    // The service's clock is another one.
    private static readonly int MovedSeconds = (int)(2 * MessageIdentity.Window).TotalSeconds;

    /// <summary>Where it stands in the order, as text; null in one that has moved, which is in no list.</summary>
    [JsonPropertyName("at")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Position { get; init; }

    public required string MessageId { get; init; }

    public required bool IsNamed { get; init; }

    public required string Topic { get; init; }

    public required string Ticket { get; init; }

    public required DateTimeOffset DueAt { get; init; }

    public required DateTimeOffset AcceptedAt { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? MovingSince { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MovedTo? MovedTo { get; init; }

    public ReadOnlyMemory<byte> Body { get; init; }

    public static CosmosScheduledMessage Of(ScheduledMessage message) => new()
    {
        Id = message.Key,
        Partition = message.Place.ToString(),
        Position = message.MovedTo is null ? message.Position.ToString() : null,
        MessageId = message.Id,
        IsNamed = message.IsNamed,
        Topic = message.Topic,
        Ticket = message.Ticket,
        DueAt = message.DueAt,
        AcceptedAt = message.AcceptedAt,
        MovingSince = message.MovingSince,
        MovedTo = message.MovedTo,
        Body = message.Body,
        TimeToLive = message.MovedTo is null ? null : MovedSeconds,
    };

    /// <summary>Before every position of a later time, and after those of this one.</summary>
    public static string EndOf(DateTimeOffset dueBy) => string.Create(CultureInfo.InvariantCulture, $"{dueBy.UtcTicks + 1:D19}");

    public StoredScheduledMessage Stored() => new(
        new ScheduledMessage
        {
            Place = StreamId.Parse(Partition),
            Key = Id,
            Id = MessageId,
            IsNamed = IsNamed,
            Topic = Topic,
            Ticket = Ticket,
            DueAt = DueAt,
            AcceptedAt = AcceptedAt,
            MovingSince = MovingSince,
            MovedTo = MovedTo,
            Body = Body,
        },
        ETag!);
}

/// <summary>Says that messages may wait in a place, which is its id.</summary>
internal sealed record CosmosScheduledPlace : CosmosDocument
{
    /// <summary>No topic has such an id.</summary>
    public const string AllPlaces = "places";

    /// <summary>When it was last said.</summary>
    public required DateTimeOffset SaidAt { get; init; }

    public static CosmosScheduledPlace Of(StreamId place, DateTimeOffset now) => new() { Id = place.ToString(), Partition = AllPlaces, SaidAt = now };
}
