namespace Serverless.Core.Messaging.Push;

/// <summary>What there is to do on a lane.</summary>
/// <param name="Turn">The turn that is under way or was last; null for none.</param>
/// <param name="TurnEnds">When another may begin; meaningless without a turn.</param>
/// <param name="HasDue">Whether there is something that can be delivered now.</param>
/// <param name="NextDue">When something that failed may be delivered again, or a lease ends; null when neither will happen.</param>
public sealed record PushPosition(string? Turn, DateTimeOffset TurnEnds, bool HasDue, DateTimeOffset? NextDue)
{
    /// <summary>Whether somebody else's turn is under way.</summary>
    public bool IsTaken(DateTimeOffset now) => Turn is not null && TurnEnds > now;
}
