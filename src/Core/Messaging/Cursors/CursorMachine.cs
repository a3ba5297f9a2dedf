namespace Serverless.Core.Messaging.Cursors;

/// <summary>
/// Every rule of delivery as one pure function: what commands make of a cursor depends on nothing but the arguments, and
/// nothing but the answer comes of it.
/// </summary>
public static partial class CursorMachine
{
    /// <summary>Whoever waits for messages does so no longer than this; what is due later wakes nobody now.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    /// <summary>Applies commands, one after the other, as one change.</summary>
    public static CursorTransition Apply(CursorState state, IReadOnlyList<CursorCommand> commands, CursorContext context)
    {
        var now = context.Now.ToMilliseconds();
        var draft = new CursorBuilder(state, now > state.Now ? now : state.Now);
        GiveUpEndedLeases(draft, context);
        var hasRewound = context.Log is { } log && FollowLog(draft, log, context);
        var missing = new SortedSet<long>();
        var results = new CommandResult[commands.Count];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = Apply(draft, commands[i], context, i, missing);
        }

        return Complete(state, draft, results, context.Parking) with { HasRewound = hasRewound, Missing = missing };
    }

    private static CursorTransition Complete(CursorState before, CursorBuilder draft, CommandResult[] results, ParkingLimits parking)
    {
        if (!draft.IsChanged)
        {
            return new CursorTransition(before, false, results, false);
        }

        ParkedPages.PutAway(draft, parking);
        var dropped = draft.TakeObsoletePages();
        var after = draft.ToState();
        return new CursorTransition(after, true, results, false)
        {
            AddedPages = draft.AddedPages,
            DroppedPages = dropped,
            Wakes = Wakes(before, after),
        };
    }

    private static bool Wakes(CursorState before, CursorState after)
    {
        var isSooner = after.NextDue is { } due && due < after.Now + LongestWait && !(before.NextDue <= due);
        return isSooner
            || after.Generation != before.Generation
            || (before.IsFull && !after.IsFull)
            || (after.HasFreeKeys && !before.HasFreeKeys);
    }

    private static CommandResult Apply(CursorBuilder draft, CursorCommand command, CursorContext context, int index, SortedSet<long> missing) => command switch
    {
        CursorCommand.Lease lease => Lease(draft, lease, context, LeaseId(draft, context, index), missing),
        CursorCommand.Acknowledge acknowledge => Settle(draft, acknowledge.Messages, SettleStatus.Acknowledged, message => draft.Finish(message.Number, isAcknowledged: true)),
        CursorCommand.Nack nack => Settle(draft, nack.Messages, SettleStatus.Returned, message => Return(draft, message, nack, context)),
        CursorCommand.Extend extend => Settle(draft, extend.Messages, SettleStatus.Extended, message => Extend(draft, message, extend.By)),
        CursorCommand.CountDeadLetters letters => letters.Generation == draft.Generation ? ForEach(letters.Numbers, draft.CountDeadLetter) : CommandResult.Done,
        CursorCommand.Seek seek => Seek(draft, seek.Number, context.Log),
        CursorCommand.Own own => Own(draft, own),
        CursorCommand.HandOver handOver => HandOver(draft, handOver),
        CursorCommand.Remove remove => Remove(draft, remove),
        CursorCommand.MakeDue due => MakeDue(draft, due, context),
        CursorCommand.Observe => CommandResult.Done,
        _ => throw new ArgumentException($"{command} is no command of a cursor.", nameof(command)),
    };

    private static bool FollowLog(CursorBuilder draft, StreamView log, CursorContext context)
    {
        ParkedPages.Absorb(draft, context, log.Low);
        if (draft.Floor < log.Low || draft.Outstanding.Lowest < log.Low || draft.Parked.Lowest < log.Low
            || draft.WaitingKeys.Any(key => key.From < log.Low) || draft.Pages.Any(page => page.Highest < log.Low))
        {
            draft.Trim(log.Low);
        }

        var isAhead = draft.Next > log.Next;
        if (isAhead)
        {
            draft.Rewind(log.Next);
        }

        return isAhead;
    }

    // A lease tells which generation it is of, so that a seek voids it for good.
    private static ulong LeaseId(CursorBuilder draft, CursorContext context, int index) =>
        (RedeliveryBackoff.Mix(context.Seed + (ulong)index) & ~(ulong)ushort.MaxValue) | draft.Generation;

    private static CommandResult Seek(CursorBuilder draft, long number, StreamView? log)
    {
        draft.Restart(log is null ? number : Math.Clamp(number, log.Low, log.Next));
        return CommandResult.Done;
    }

    private static CommandResult Own(CursorBuilder draft, CursorCommand.Own command)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(command.Owner.Length, CursorLimits.OwnerLength);
        if (draft.Owner is { } owner && owner.Id != command.Owner && owner.Id != command.Instead && owner.Until > draft.Now)
        {
            return CommandResult.Refused;
        }

        draft.Owner = new PushOwner(command.Owner, (draft.Now + command.For).ToMilliseconds());
        return CommandResult.Done;
    }

    private static CommandResult HandOver(CursorBuilder draft, CursorCommand.HandOver command)
    {
        if (draft.Owner?.Id == command.Owner && command.Next != command.Owner)
        {
            draft.Owner = command.Next is null ? null : new PushOwner(command.Next, (draft.Now + command.For).ToMilliseconds());
        }

        return CommandResult.Done;
    }

    // Nothing is marked unless all of it fits: the caller is told which numbers come first.
    private static CommandResult Remove(CursorBuilder draft, CursorCommand.Remove command)
    {
        if (command.Numbers.Any(number => number - draft.Floor >= command.Window))
        {
            return CommandResult.Refused;
        }

        return ForEach(command.Numbers, number =>
        {
            if (!draft.IsPassed(number) || draft.FindOutstanding(number) is not null || draft.FindParked(number) is not null)
            {
                draft.Finish(number, isAcknowledged: false);
            }
        });
    }

    private static CommandResult ForEach(IEnumerable<long> numbers, Action<long> act)
    {
        foreach (var number in numbers)
        {
            act(number);
        }

        return CommandResult.Done;
    }
}
