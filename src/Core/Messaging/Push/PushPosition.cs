namespace Serverless.Core.Messaging.Push;

/// <summary>What there is to do on a lane.</summary>
/// <param name="Turn">The turn that is under way or was last; null for none.</param>
/// <param name="TurnEnds">When another may begin; meaningless without a turn.</param>
/// <param name="HasDue">Whether something can be delivered now, or has not been looked at yet.</param>
/// <param name="MayHaveDue">Whether messages wait behind others of their key: only a lease tells whether they still have to.</param>
/// <param name="NextDue">When something that failed may be delivered again, or a lease ends; null when neither will happen.</param>
public sealed record PushPosition(string? Turn, DateTimeOffset TurnEnds, bool HasDue, bool MayHaveDue, DateTimeOffset? NextDue)
{
    /// <summary>Where there is no such cursor.</summary>
    public static readonly PushPosition Nowhere = new(null, default, false, false, null);

    /// <summary>Whether a turn is under way.</summary>
    public bool IsTaken(DateTimeOffset now) => Turn is not null && TurnEnds > now;
}
