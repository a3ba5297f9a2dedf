namespace Serverless.Client;

/// <summary>A message that was sent to a subscription's endpoint, and what came back.</summary>
public sealed record DeliveryAttempt
{
    /// <summary>The message's id, as it was published.</summary>
    public required string MessageId { get; init; }

    /// <summary>The message's number within its shard.</summary>
    public long Sequence { get; init; }

    /// <summary>When it was over.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Which delivery of the message it was, from 1.</summary>
    public int Attempt { get; init; }

    /// <summary>HTTP status of the answer; null for none.</summary>
    public int? Status { get; init; }

    /// <summary>Why there was no answer: <c>timeout</c>, <c>unreachable</c> or <c>addressRefused</c>; null where there was one.</summary>
    public string? Fault { get; init; }

    /// <summary>Until the answer came, or it was given up.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>The first 1 KB of the answer, without secrets; null for none.</summary>
    public string? Answer { get; init; }

    /// <summary>Whether the endpoint took the message.</summary>
    public bool IsDelivered => Status is >= 200 and < 300;
}
