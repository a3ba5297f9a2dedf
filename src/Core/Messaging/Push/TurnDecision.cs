namespace Serverless.Core.Messaging.Push;

/// <summary>What a wake-up is good for.</summary>
/// <param name="Begins">A turn begins.</param>
/// <param name="Instead">The turn whose place it takes though that has not ended; null for none.</param>
/// <param name="Later">How long the wake-up has to be put off; null when it is not.</param>
public readonly record struct TurnDecision(bool Begins, string? Instead = null, TimeSpan? Later = null)
{
    /// <summary>The wake-up has nothing to add to what is under way.</summary>
    public static TurnDecision None { get; }

    /// <summary>Decides by what the cursor says.</summary>
    /// <param name="hasWork">Something else than what the cursor knows has to be done on the lane.</param>
    public static TurnDecision Of(WakeUp wakeUp, PushPosition position, bool hasWork, DateTimeOffset now)
    {
        if (wakeUp.Turn is not null)
        {
            return Continue(wakeUp, position, now);
        }

        if (wakeUp.IsForced && TurnId.IsHold(position.Turn))
        {
            return new TurnDecision(true, position.Turn);
        }

        // Whoever has the lane looks at it again when it is done; a hold ends with a wake-up of its own.
        if (position.IsTaken(now))
        {
            return None;
        }

        var isPromised = TurnId.IsPromise(position.Turn);
        return new TurnDecision(hasWork || position.HasDue || position.MayHaveDue || (position.NextDue is not null && !isPromised));
    }

    private static TurnDecision Continue(WakeUp wakeUp, PushPosition position, DateTimeOffset now)
    {
        // Another turn has begun since: it has seen all that this one left, and has wake-ups of its own.
        if (!TurnId.AreOfOne(wakeUp.Turn, position.Turn))
        {
            return None;
        }

        // Queues are not exact, but an endpoint that asked for time gets it.
        var left = TurnId.IsHold(position.Turn) ? position.TurnEnds - TurnId.HoldGrace - now : TimeSpan.Zero;
        return left > TimeSpan.Zero ? new TurnDecision(false, Later: left) : new TurnDecision(true, position.Turn);
    }
}
