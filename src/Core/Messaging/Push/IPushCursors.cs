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
