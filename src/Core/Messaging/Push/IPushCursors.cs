using Serverless.Core.Messaging.Topics;
using Serverless.Core.Messaging.Webhooks;

namespace Serverless.Core.Messaging.Push;

/// <summary>What push delivery asks of the cursors. An interface, so that delivery can be tested without a log.</summary>
/// <remarks>
/// Every member throws <see cref="Storage.StoreUnavailableException"/> when the store does not answer, and
/// <see cref="Storage.WriteConflictException"/> when others changed the cursor all the while.
/// </remarks>
public interface IPushCursors
{
    /// <summary>What there is to do, by a read of the cursor and a later one of the stream's head; writes nothing.</summary>
    Task<PushPosition> LookAsync(PushLane lane, CancellationToken cancellationToken);

    /// <summary>Begins a turn, or lets it last longer, and leases messages to it.</summary>
    /// <param name="turn">Its id.</param>
    /// <param name="instead">The turn that it takes the place of; null for none.</param>
    /// <param name="verdicts">What became of messages that were leased before.</param>
    /// <param name="max">At most so many messages; 0 for none.</param>
    /// <param name="length">How long the turn and the leases last from now.</param>
    /// <returns>The messages by number; null when another's turn is under way, whatever the verdicts, which count.</returns>
    Task<IReadOnlyList<PushMessage>?> LeaseAsync(
        PushLane lane, string turn, string? instead, IReadOnlyList<PushVerdict> verdicts, int max, TimeSpan length, CancellationToken cancellationToken);

    /// <summary>Settles messages and ends a turn, unless another has taken its place.</summary>
    /// <param name="next">What takes the turn's place; null for nothing. The turn itself to leave it as it is.</param>
    /// <param name="length">How long <paramref name="next"/> keeps others out from now; zero for not at all.</param>
    Task SettleAsync(
        PushLane lane, string turn, IReadOnlyList<PushVerdict> verdicts, string? next, TimeSpan length, CancellationToken cancellationToken);
}

/// <summary>What one push worker at a time delivers: a subscription's messages of one stream.</summary>
/// <param name="KnownNext">See <see cref="WakeUp.KnownNext"/>.</param>
public readonly record struct PushLane(Subscription Subscription, StreamId Stream, long KnownNext = 0);

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

/// <summary>What became of a leased message.</summary>
/// <param name="Outcome">Null when it was not sent, or when what came back counts as no attempt.</param>
/// <param name="Delay">How long a message without an outcome waits before it is sent again; null for not at all.</param>
public readonly record struct PushVerdict(PushMessage Message, DeliveryOutcome? Outcome, TimeSpan? Delay = null)
{
    public bool IsDelivered => Outcome is { IsDelivered: true };
}
