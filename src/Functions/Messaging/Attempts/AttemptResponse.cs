using System.Text.Json.Serialization;
using Serverless.Core.Messaging.Attempts;
using Serverless.Core.Messaging.Webhooks;

namespace Serverless.Functions.Messaging.Attempts;

/// <summary>Attempts, the newest first.</summary>
/// <param name="Hint">What applies to a subscription that is paused or pulled; else left out.</param>
public sealed record AttemptsResponse(
    IReadOnlyList<AttemptResponse> Items, string? Continuation, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Hint);

/// <summary>A message that was sent to the endpoint, and what came back.</summary>
/// <param name="MessageId">Of the message, as it was published.</param>
/// <param name="Sequence">Counts the messages of a shard.</param>
/// <param name="At">When it was over.</param>
/// <param name="Attempt">Which delivery of the message it was, from 1; one that the endpoint put off (429) does not count.</param>
/// <param name="Status">HTTP status of the answer; null for none.</param>
/// <param name="Fault">Why there was none: timeout, unreachable, or addressRefused; null where there was one.</param>
/// <param name="Duration">Until the answer's header fields came, or it was given up.</param>
/// <param name="Answer">The first 1 KB of the answer's body, without values of the endpoint's header fields and secrets; null for none.</param>
public sealed record AttemptResponse(
    string MessageId, long Sequence, DateTimeOffset At, int Attempt, int? Status, string? Fault, TimeSpan Duration, string? Answer)
{
    public static AttemptResponse Of(DeliveryAttempt attempt) =>
        new(attempt.MessageId, attempt.Sequence, attempt.At, attempt.Attempt, attempt.Status, FaultOf(attempt.Result), attempt.Duration, attempt.Answer);

    private static string? FaultOf(DeliveryResult result) => result switch
    {
        DeliveryResult.TimedOut => "timeout",
        DeliveryResult.Unreachable => "unreachable",
        DeliveryResult.AddressRefused => "addressRefused",
        _ => null,
    };
}
