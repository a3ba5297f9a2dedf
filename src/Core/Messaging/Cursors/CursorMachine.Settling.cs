using System.Collections.Immutable;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Messaging.Cursors;

/// <content>How leases end.</content>
public static partial class CursorMachine
{
    private static CursorOutcome Settle(
        CursorBuilder draft, ImmutableArray<LeasedMessageId> messages, Action<OutstandingMessage> act, bool isRepeatable = true)
    {
        var statuses = new SettleStatus[messages.Length];
        for (var i = 0; i < statuses.Length; i++)
        {
            statuses[i] = SettleOne(draft, messages[i], act, isRepeatable);
        }

        return new CursorOutcome { Statuses = statuses };
    }

    private static SettleStatus SettleOne(CursorBuilder draft, LeasedMessageId id, Action<OutstandingMessage> act, bool isRepeatable)
    {
        if (draft.FindOutstanding(id.Number) is { } message && message.Lease == id.Lease)
        {
            act(message);
            return SettleStatus.Acknowledged;
        }

        return isRepeatable && draft.IsDone(id.Number) ? SettleStatus.Acknowledged : SettleStatus.Expired;
    }

    private static void Extend(CursorBuilder draft, OutstandingMessage message, TimeSpan by) =>
        draft.Lease(message with { Deadline = (draft.Now + by).ToMilliseconds() });

    private static void GiveUpEndedLeases(CursorBuilder draft, CursorContext surroundings)
    {
        foreach (var message in draft.EndedLeases())
        {
            // The consumer has had all the time of the lease: there is no further wait.
            Fail(draft, message, DeliveryFailure.Expired, TimeSpan.Zero, surroundings);
        }
    }

    private static void Fail(
        CursorBuilder draft, OutstandingMessage message, DeliveryFailure failure, TimeSpan? delay, CursorContext surroundings)
    {
        var rules = surroundings.Rules;
        if (message.Attempt < rules.MaxAttempts)
        {
            var wait = delay ?? RedeliveryBackoff.After(message.Attempt, rules.MinBackoff, rules.MaxBackoff, surroundings.Seed ^ (ulong)message.Number);
            Wait(draft, message, failure, wait, isExhausted: false);
        }
        else if (rules.OnExhausted == ExhaustedAction.Drop)
        {
            draft.MarkDone(message.Number);
        }
        else
        {
            var isBlocking = rules.OnExhausted == ExhaustedAction.Block;
            Wait(draft, message, failure, isBlocking ? rules.MaxBackoff : TimeSpan.Zero, isExhausted: !isBlocking);
        }
    }

    private static void Wait(CursorBuilder draft, OutstandingMessage message, DeliveryFailure failure, TimeSpan wait, bool isExhausted) =>
        draft.Wait(new FailedMessage(message.Number, message.Attempt, (draft.Now + wait).ToMilliseconds(), isExhausted, failure));
}
