using System.Globalization;
using System.Text.Json.Serialization;
using Serverless.Core.Messaging.Webhooks;

namespace Serverless.Core.Messaging.Attempts;

/// <summary>A message that was sent to an endpoint, and what came back.</summary>
public sealed record DeliveryAttempt
{
    /// <summary>Of a duration, in ticks: a tenth of a millisecond.</summary>
    private const long Precision = TimeSpan.TicksPerMillisecond / 10;

    /// <summary>Unique among the attempts of the subscription; of two of one time, the lower is shown first.</summary>
    public required string Id { get; init; }

    /// <summary>When it was over.</summary>
    public required DateTimeOffset At { get; init; }

    public required string MessageId { get; init; }

    /// <summary>The message's number in its stream.</summary>
    public required long Sequence { get; init; }

    /// <summary>Which delivery of the message it was, from 1.</summary>
    public required int Attempt { get; init; }

    public required DeliveryResult Result { get; init; }

    /// <summary>Null when there was no answer.</summary>
    public int? Status { get; init; }

    /// <summary>From the beginning of the request to the answer's headers, or to the failure.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>How the answer's body began, without the endpoint's secrets; null for none.</summary>
    public string? Answer { get; init; }

    [JsonIgnore]
    public bool HasFailed => Result != DeliveryResult.Delivered;

    /// <summary>An attempt that was just made.</summary>
    /// <param name="count">Another one for each attempt of the process: a message of a batch may be sent again under the same lease.</param>
    public static DeliveryAttempt Of(StreamId stream, PushMessage message, DeliveryOutcome outcome, DateTimeOffset now, long count) => new()
    {
        Id = string.Create(CultureInfo.InvariantCulture, $"{stream.Shard}-{message.Message.Sequence}-{message.Lease:x}-{count}"),
        At = now.ToMilliseconds(),
        MessageId = message.Message.Id,
        Sequence = message.Message.Sequence,
        Attempt = message.Attempt,
        Result = outcome.Result,
        Status = outcome.Status,
        Duration = new TimeSpan(outcome.Latency.Ticks - (outcome.Latency.Ticks % Precision)),
        Answer = outcome.Answer,
    };
}
