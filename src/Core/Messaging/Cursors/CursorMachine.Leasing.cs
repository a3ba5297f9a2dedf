namespace Serverless.Core.Messaging.Cursors;

/// <content>Which messages are delivered.</content>
public static partial class CursorMachine
{
    /// <summary>An attempt's number stops counting here: a message that blocks its key may be tried for ever.</summary>
    private const int MostAttempts = 16_383;

    private static CommandResult Lease(
        CursorBuilder draft, CursorCommand.Lease command, CursorContext context, ulong id, SortedSet<long> missing)
    {
        if (command.Owner is not null && (draft.Owner?.Id != command.Owner || draft.Owner.Until <= draft.Now))
        {
            return CommandResult.Refused;
        }

        var leasing = new Leasing(draft, command, context, id, missing);
        leasing.Run();
        return new CommandResult { Leased = leasing.Leased, HasMore = leasing.HasMore };
    }

    /// <summary>
    /// One lease: new messages first - returned ones, those whose key has become free, and what the log holds - and retries,
    /// which get one delivery in ten while there are new messages, and all of them otherwise.
    /// </summary>
    private sealed class Leasing(CursorBuilder draft, CursorCommand.Lease command, CursorContext context, ulong id, SortedSet<long> missing)
    {
        private readonly StreamView log = context.Log ?? throw new ArgumentException("A lease needs the log.", nameof(context));
        private readonly bool isOrdered = context.Rules.IsOrdered;
        private readonly DateTimeOffset deadline = (draft.Now + (command.Deadline ?? context.Rules.AckDeadline)).ToMilliseconds();
        private readonly Queue<ParkedMessage> returned = new();
        private readonly List<OutstandingMessage> leased = [];
        private HeldKeys keys = new(0);
        private int freshLeft;
        private long bytes;

        /// <summary>By number.</summary>
        public IReadOnlyList<OutstandingMessage> Leased => leased;

        public bool HasMore { get; private set; }

        private bool MayAddFresh => freshLeft > 0 && bytes < command.MaxBytes;

        public void Run()
        {
            var room = Math.Max(0, Math.Min(command.Max, CursorLimits.Outstanding - draft.OutstandingCount));
            var ahead = (int)Math.Clamp(log.Next - draft.Floor, 0, room);
            if (isOrdered)
            {
                keys = HeldKeys.Of(draft, context, missing, ahead);
                if (!keys.AreKnown)
                {
                    return;
                }
            }

            var due = Due();
            Expect(Math.Min(due.Length + ahead, room));
            foreach (var message in due.Where(message => message.Attempts == 0).OrderBy(message => message.Number))
            {
                returned.Enqueue(message);
            }

            var retries = new Queue<ParkedMessage>(
                due.Where(message => message.Attempts > 0).OrderBy(message => message.NotBefore).ThenBy(message => message.Number));
            var share = Math.Min(retries.Count, (draft.FreshDeliveries + room) / (CursorLimits.FreshInTen + 1));
            Retry(retries, share);
            var retried = leased.Count;
            freshLeft = room - share;
            DeliverFresh();
            CountShare(leased.Count - retried, MayAddFresh ? 0 : retried);
            Retry(retries, freshLeft);
            leased.Sort((one, other) => one.Number.CompareTo(other.Number));
        }

        private ParkedMessage[] Due() =>
        [
            .. draft.Parked.Where(message => !message.IsExhausted && message.NotBefore <= draft.Now && (!isOrdered || keys.IsHead(message.Key, message.Number))),
        ];

        /// <summary>Makes room for so many deliveries; there may be fewer, or more.</summary>
        private void Expect(int most)
        {
            leased.EnsureCapacity(most);
            draft.Expect(most);
        }

        /// <param name="retries">Those that new messages had to wait for.</param>
        private void CountShare(int fresh, int retries) => draft.FreshDeliveries = Math.Clamp(
            draft.FreshDeliveries + fresh - (retries * CursorLimits.FreshInTen), 0, CursorLimits.FreshInTen);

        private void DeliverFresh()
        {
            if (draft.WaitingKeys.Count > 0)
            {
                DeliverFreed();
            }

            DeliverReturned(long.MaxValue);

            // Without an order, messages that waited for their key come before those that follow: an earlier order ends there.
            if (isOrdered || draft.WaitingKeys.Count == 0)
            {
                DeliverNew();
            }
        }

        private void DeliverReturned(long below)
        {
            while (MayAddFresh && returned.TryPeek(out var message) && message.Number < below)
            {
                returned.Dequeue();
                freshLeft -= TryRedeliver(message) ? 1 : 0;
            }
        }

        /// <summary>One walk through the log for all keys that have become free, from the first of their messages that waits.</summary>
        private void DeliverFreed()
        {
            var scan = new FreedKeys(draft, keys, isOrdered);
            for (var looks = 0; scan.Next is { } number && number < draft.Next; scan.PassBelow(number + 1))
            {
                DeliverReturned(number);
                HasMore |= MayAddFresh && ++looks > CursorLimits.Looks;
                if (!MayAddFresh || HasMore || Facts(number) is not { } facts)
                {
                    scan.StopAt(number);
                    return;
                }

                if (facts.IsWanted && scan.Finds(facts.Key, number))
                {
                    Deliver(number, 1, facts);
                    freshLeft--;
                    scan.Delivered(facts.Key, number);
                }
            }

            scan.Finish();
        }

        private void DeliverNew()
        {
            var looks = 0;
            for (var number = draft.Floor; MayAddFresh && number < log.Next; number++)
            {
                if (draft.IsPassed(number))
                {
                    continue;
                }

                if (++looks > CursorLimits.Looks)
                {
                    HasMore = true;
                    return;
                }

                if (Facts(number) is not { } facts || !TryVisit(number, facts))
                {
                    return;
                }
            }
        }

        /// <summary>False where there is no room for more.</summary>
        private bool TryVisit(long number, MessageFacts facts)
        {
            if (!facts.IsWanted)
            {
                draft.Pass(number);
            }
            else if (isOrdered && (keys.Holds(facts.Key) || draft.IsWaiting(facts.Key)))
            {
                if (!draft.IsWaiting(facts.Key) && draft.WaitingKeys.Count >= CursorLimits.WaitingKeys)
                {
                    return false;
                }

                draft.Wait(facts.Key, number);
            }
            else if (draft.IsFull(context.Parking))
            {
                return false;
            }
            else
            {
                Deliver(number, 1, facts);
                freshLeft--;
            }

            return true;
        }

        private void Retry(Queue<ParkedMessage> retries, int most)
        {
            for (var left = most; left > 0 && bytes < command.MaxBytes && retries.TryDequeue(out var message);)
            {
                left -= TryRedeliver(message) ? 1 : 0;
            }
        }

        /// <summary>False for a message that is not wanted any more; one that is not known keeps its place among the others.</summary>
        private bool TryRedeliver(ParkedMessage message)
        {
            if (Facts(message.Number) is not { } facts)
            {
                return true;
            }

            if (!facts.IsWanted)
            {
                draft.Finish(message.Number, isAcknowledged: false);
                return false;
            }

            Deliver(message.Number, Math.Min(message.Attempts + 1, MostAttempts), facts);
            return true;
        }

        private void Deliver(long number, int attempt, MessageFacts facts)
        {
            var message = new OutstandingMessage(number, attempt, id, deadline, isOrdered ? facts.Key : 0) { Concurrency = command.Concurrency };
            draft.Lease(message);
            leased.Add(message);
            if (isOrdered)
            {
                keys.Hold(message.Key, number);
            }

            bytes += facts.Bytes;
        }

        private MessageFacts? Facts(long number)
        {
            var facts = log.Facts(number);
            if (facts is null)
            {
                missing.Add(number);
            }

            return facts;
        }
    }
}
