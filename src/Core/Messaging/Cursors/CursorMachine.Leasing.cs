namespace Serverless.Core.Messaging.Cursors;

/// <content>Which messages are delivered.</content>
public static partial class CursorMachine
{
    /// <summary>An attempt's number stops counting here: a message that blocks its key may be tried for ever.</summary>
    private const int MostAttempts = 16_383;

    private static CursorOutcome Lease(CursorBuilder draft, CursorCommand.Lease command, CursorContext surroundings)
    {
        if (command.Owner is not null && (draft.Owner?.Id != command.Owner || draft.Owner.Until <= draft.Now))
        {
            return CursorOutcome.Refused;
        }

        var leasing = new Leasing(draft, command, surroundings);
        leasing.Run();
        return new CursorOutcome { Leased = leasing.Leased };
    }

    /// <summary>One walk from the floor upwards.</summary>
    private sealed class Leasing(CursorBuilder draft, CursorCommand.Lease command, CursorContext surroundings)
    {
        private readonly StreamView log = surroundings.Log ?? throw new ArgumentException("A lease needs the log.", nameof(surroundings));
        private readonly CursorRules rules = surroundings.Rules;
        private readonly DateTimeOffset deadline = (draft.Now + (command.Deadline ?? surroundings.Rules.AckDeadline)).ToMilliseconds();
        private readonly HashSet<string> heldKeys = new(StringComparer.Ordinal);

        public List<OutstandingMessage> Leased { get; } = [];

        private bool HasRoom => Leased.Count < command.Max && draft.OutstandingCount < CursorLimits.Outstanding;

        public void Run()
        {
            for (var number = draft.Floor; HasRoom && number < log.Next && (number < draft.Next || MayLookAtMore(number)); number++)
            {
                if (!draft.IsDone(number) && !Visit(number))
                {
                    return;
                }
            }
        }

        private bool MayLookAtMore(long number) => number - draft.Floor < CursorLimits.Window && draft.Tracked < CursorLimits.Tracked;

        /// <summary>False where the walk has to end, because what is not known may come before what follows.</summary>
        private bool Visit(long number)
        {
            var isTracked = draft.FindOutstanding(number) is not null || draft.FindWaiting(number) is not null;
            if (log.Facts(number) is not { } facts)
            {
                return isTracked && !rules.IsOrdered;
            }

            if (draft.FindOutstanding(number) is null && !facts.IsWanted)
            {
                draft.MarkDone(number);
            }
            else if (MayDeliver(number, facts.Key))
            {
                Deliver(number);
            }

            draft.LookAt(number);
            return true;
        }

        private bool MayDeliver(long number, string key)
        {
            var isFirstOfKey = !rules.IsOrdered || heldKeys.Add(key);
            return isFirstOfKey
                && draft.FindOutstanding(number) is null
                && (draft.FindWaiting(number) is { } waiting ? !waiting.IsExhausted && waiting.NotBefore <= draft.Now : draft.Tracked < CursorLimits.Tracked);
        }

        private void Deliver(long number)
        {
            var attempt = Math.Min((draft.FindWaiting(number)?.Attempts ?? 0) + 1, MostAttempts);
            var message = new OutstandingMessage(number, attempt, command.Id, deadline);
            draft.Lease(message);
            Leased.Add(message);
        }
    }
}
