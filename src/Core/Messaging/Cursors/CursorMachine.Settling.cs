using System.Collections.Immutable;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Messaging.Cursors;

/// <content>How leases end.</content>
public static partial class CursorMachine
{
    /// <param name="success">What a message is answered with whose lease has not ended.</param>
    private static CommandResult Settle(
        CursorBuilder draft, ImmutableArray<LeasedMessageId> messages, SettleStatus success, Action<OutstandingMessage> act)
    {
        var statuses = new SettleStatus[messages.Length];
        for (var i = 0; i < statuses.Length; i++)
        {
            if (draft.FindOutstanding(messages[i].Number) is { } message && message.Lease == messages[i].Lease)
            {
                act(message);
                statuses[i] = success;
            }
            else
            {
                statuses[i] = success == SettleStatus.Acknowledged && draft.IsAcknowledged(messages[i]) ? success : SettleStatus.Expired;
            }
        }

        return new CommandResult { Statuses = statuses };
    }

    private static void Extend(CursorBuilder draft, OutstandingMessage message, TimeSpan by) =>
        draft.Lease(message with { Deadline = (draft.Now + by).ToMilliseconds() });

    private static void Return(CursorBuilder draft, OutstandingMessage message, CursorCommand.Nack nack, CursorContext context)
    {
        if (nack.CountsAttempt)
        {
            Fail(draft, message, nack.Failure, nack.Delay, context);
        }
        else
        {
            Park(draft, message with { Attempt = message.Attempt - 1 }, nack.Failure, nack.Delay ?? TimeSpan.Zero, isExhausted: false);
        }
    }

    private static CommandResult MakeDue(CursorBuilder draft, CursorCommand.MakeDue command, CursorContext context)
    {
        var made = new List<long>();
        var wanted = command.Numbers?.ToHashSet();
        var next = ParkedPages.MakeDue(draft, command, context, made);
        foreach (var message in draft.Parked.Where(message => IsHeldUp(message) && wanted?.Contains(message.Number) != false))
        {
            draft.Park(message with { NotBefore = draft.Now });
            made.Add(message.Number);
        }

        return new CommandResult { MadeDue = made, NextPage = next };

        bool IsHeldUp(ParkedMessage message) => !message.IsExhausted && message.NotBefore > draft.Now;
    }

    private static void GiveUpEndedLeases(CursorBuilder draft, CursorContext context)
    {
        var ended = draft.EndedLeases();
        var unbegun = ended.Any(message => message.Concurrency > 0) ? Unbegun(draft, ended) : [];
        foreach (var message in ended)
        {
            // The consumer has had all the time of the lease: there is no further wait.
            if (unbegun.Contains(message.Number))
            {
                Park(draft, message with { Attempt = message.Attempt - 1 }, DeliveryFailure.Expired, TimeSpan.Zero, isExhausted: false);
            }
            else
            {
                Fail(draft, message, DeliveryFailure.Expired, TimeSpan.Zero, context);
            }
        }
    }

    // A consumer that begins with so many at a time, in their order, has not begun with those that come after as many unsettled ones.
    private static HashSet<long> Unbegun(CursorBuilder draft, IReadOnlyList<OutstandingMessage> ended)
    {
        var leases = ended.Where(message => message.Concurrency > 0).Select(message => message.Lease).ToHashSet();
        return [.. draft.Outstanding.Where(message => leases.Contains(message.Lease)).GroupBy(message => message.Lease)
            .SelectMany(lease => lease.Skip(lease.First().Concurrency)).Select(message => message.Number)];
    }

    private static void Fail(CursorBuilder draft, OutstandingMessage message, DeliveryFailure failure, TimeSpan? delay, CursorContext context)
    {
        var rules = context.Rules;
        if (message.Attempt < rules.MaxAttempts)
        {
            var wait = delay ?? RedeliveryBackoff.After(message.Attempt, rules.MinBackoff, rules.MaxBackoff, context.Seed ^ (ulong)message.Number);
            Park(draft, message, failure, wait, isExhausted: false);
        }
        else if (rules.OnExhausted == ExhaustedAction.Drop)
        {
            draft.Finish(message.Number, isAcknowledged: false);
        }
        else
        {
            var isBlocking = rules.OnExhausted == ExhaustedAction.Block;
            Park(draft, message, failure, isBlocking ? rules.MaxBackoff : TimeSpan.Zero, isExhausted: !isBlocking);
        }
    }

    private static void Park(CursorBuilder draft, OutstandingMessage message, DeliveryFailure failure, TimeSpan wait, bool isExhausted) =>
        draft.Park(new ParkedMessage(message.Number, message.Attempt, (draft.Now + wait).ToMilliseconds(), isExhausted, failure, message.Key));
}
