using System.Collections.Immutable;
using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.Pulling;
using Serverless.Core.Messaging.Webhooks;

namespace Serverless.Core.Messaging.Push;

/// <summary>Turns and leases of push workers, as commands to the cursors.</summary>
public sealed class PushCursors(CursorClient cursors, TimeProvider time) : IPushCursors
{
    /// <inheritdoc/>
    public async Task<PushPosition> LookAsync(PushLane lane, CancellationToken cancellationToken)
    {
        var answer = await cursors.RunForEndpointAsync(lane.Subscription, lane.Stream, [new CursorCommand.Observe { KnownNext = lane.KnownNext }], cancellationToken);
        if (answer is not { State: { } state, Head: { } head })
        {
            return PushPosition.Nowhere;
        }

        var now = Later(time.GetUtcNow(), state.Now);
        return new PushPosition(
            state.PushOwner?.Id,
            state.PushOwner?.Until ?? default,
            state.HasDue(now) || (head.Next > state.Next && !state.IsFull),
            state.HasFreeKeys,
            state.NextDue);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<PushMessage>?> LeaseAsync(
        PushLane lane, string turn, string? instead, IReadOnlyList<PushVerdict> verdicts, int max, TimeSpan length, CancellationToken cancellationToken)
    {
        CursorCommand[] commands =
        [
            .. Settlements(verdicts), new CursorCommand.Own(turn, length, instead), new CursorCommand.Lease(max, length, turn) { KnownNext = lane.KnownNext },
        ];
        var letters = int.MaxValue;
        while (true)
        {
            var answer = await cursors.RunForEndpointAsync(lane.Subscription, lane.Stream, commands, cancellationToken);
            if (answer.State is null || answer.Results[^2].IsRefused)
            {
                return null;
            }

            // What was just dead-lettered, or filtered away, may have stood before others; what can't be dead-lettered now has to wait.
            var isFreed = answer.DeadLetters.Count > 0 && answer.DeadLetters.Count < letters;
            if (answer.Messages.Count > 0 || max == 0 || !(answer.HasMore || isFreed))
            {
                return [.. answer.Messages.Zip(answer.Results[^1].Leased, (message, leased) => new PushMessage(message, leased.Lease, leased.Attempt))];
            }

            (commands, letters) = (commands[^2..], answer.DeadLetters.Count);
        }
    }

    /// <inheritdoc/>
    public Task SettleAsync(
        PushLane lane, string turn, IReadOnlyList<PushVerdict> verdicts, string? next, TimeSpan length, CancellationToken cancellationToken) => cursors.RunForEndpointAsync(
        lane.Subscription, lane.Stream, [.. Settlements(verdicts), new CursorCommand.HandOver(turn, next, length)], cancellationToken);

    private static IEnumerable<CursorCommand> Settlements(IReadOnlyList<PushVerdict> verdicts)
    {
        if (Ids(verdicts.Where(verdict => verdict.IsDelivered)) is { IsEmpty: false } delivered)
        {
            yield return new CursorCommand.Acknowledge(delivered);
        }

        foreach (var failed in verdicts.Where(verdict => verdict.Outcome is { IsDelivered: false }).GroupBy(verdict => FailureOf(verdict.Outcome!.Value)))
        {
            yield return new CursorCommand.Nack(Ids(failed), null, failed.Key);
        }

        foreach (var returned in verdicts.Where(verdict => verdict.Outcome is null).GroupBy(verdict => verdict.Delay))
        {
            yield return new CursorCommand.Nack(Ids(returned), returned.Key, DeliveryFailure.Nacked, CountsAttempt: false);
        }
    }

    private static ImmutableArray<LeasedMessageId> Ids(IEnumerable<PushVerdict> verdicts) =>
        [.. verdicts.Select(verdict => new LeasedMessageId(verdict.Message.Message.Sequence, verdict.Message.Lease))];

    private static DeliveryFailure FailureOf(DeliveryOutcome outcome) =>
        outcome.Status is { } status ? DeliveryFailure.Refused(status) : new DeliveryFailure(FailureReason.Unreachable);

    private static DateTimeOffset Later(DateTimeOffset left, DateTimeOffset right) => left > right ? left : right;
}
