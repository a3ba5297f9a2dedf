namespace Serverless.Core.Messaging.Cursors;

/// <summary>
/// Every rule of delivery as one pure function: what commands make of a cursor depends on nothing but the arguments, and
/// nothing but the answer comes of it.
/// </summary>
public static partial class CursorMachine
{
    /// <summary>Applies commands, one after the other, as one change.</summary>
    public static CursorTransition Apply(CursorState state, IReadOnlyList<CursorCommand> commands, CursorContext surroundings)
    {
        var now = surroundings.Now.ToMilliseconds();
        var draft = new CursorBuilder(state, now > state.Now ? now : state.Now);
        GiveUpEndedLeases(draft, surroundings);
        var hasRewound = surroundings.Log is { } log && FollowLog(draft, log);
        var outcomes = new CursorOutcome[commands.Count];
        for (var i = 0; i < outcomes.Length; i++)
        {
            outcomes[i] = Apply(draft, commands[i], surroundings);
        }

        return new CursorTransition(draft.ToState(), draft.IsChanged, outcomes, hasRewound);
    }

    private static CursorOutcome Apply(CursorBuilder draft, CursorCommand command, CursorContext surroundings) => command switch
    {
        CursorCommand.Lease lease => Lease(draft, lease, surroundings),
        CursorCommand.Acknowledge acknowledge => Settle(draft, acknowledge.Messages, message => draft.MarkDone(message.Number)),
        CursorCommand.Nack nack => Settle(draft, nack.Messages, message => Fail(draft, message, nack.Failure, nack.Delay, surroundings)),
        CursorCommand.Extend extend => Settle(draft, extend.Messages, message => Extend(draft, message, extend.By), isRepeatable: false),
        CursorCommand.Bury bury => ForEach(bury.Numbers, draft.Bury),
        CursorCommand.Seek seek => Seek(draft, seek.Number, surroundings.Log),
        CursorCommand.Own own => Own(draft, own),
        CursorCommand.Return giveBack => Settle(draft, giveBack.Messages, draft.Return, isRepeatable: false),
        CursorCommand.HandOver handOver => HandOver(draft, handOver),
        CursorCommand.Remove remove => Remove(draft, remove),
        CursorCommand.Observe => CursorOutcome.Done,
        _ => throw new ArgumentException($"{command} is no command of a cursor.", nameof(command)),
    };

    private static bool FollowLog(CursorBuilder draft, StreamView log)
    {
        if (draft.Floor < log.Low)
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

    private static CursorOutcome Seek(CursorBuilder draft, long number, StreamView? log)
    {
        draft.Restart(log is null ? number : Math.Clamp(number, log.Low, log.Next));
        return CursorOutcome.Done;
    }

    private static CursorOutcome Own(CursorBuilder draft, CursorCommand.Own command)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(command.Owner.Length, CursorLimits.OwnerLength);
        if (draft.Owner is { } owner && owner.Id != command.Owner && owner.Id != command.Instead && owner.Until > draft.Now)
        {
            return CursorOutcome.Refused;
        }

        draft.Owner = new PushOwner(command.Owner, (draft.Now + command.For).ToMilliseconds());
        return CursorOutcome.Done;
    }

    private static CursorOutcome HandOver(CursorBuilder draft, CursorCommand.HandOver command)
    {
        if (draft.Owner?.Id == command.Owner && command.Next != command.Owner)
        {
            draft.Owner = command.Next is null ? null : new PushOwner(command.Next, (draft.Now + command.For).ToMilliseconds());
        }

        return CursorOutcome.Done;
    }

    // Nothing is marked unless all of it fits: the caller is told which numbers come first.
    private static CursorOutcome Remove(CursorBuilder draft, CursorCommand.Remove command)
    {
        if (command.Numbers.Any(number => number - draft.Floor >= command.Window))
        {
            return CursorOutcome.Refused;
        }

        return ForEach(command.Numbers, number =>
        {
            if (!draft.IsDone(number))
            {
                draft.MarkDone(number);
            }
        });
    }

    private static CursorOutcome ForEach(IEnumerable<long> numbers, Action<long> act)
    {
        foreach (var number in numbers)
        {
            act(number);
        }

        return CursorOutcome.Done;
    }
}
