using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Serverless.Core.Messaging.Cursors;

/// <summary>What commands made of a cursor.</summary>
/// <param name="IsChanged">There is something to store.</param>
/// <param name="Results">One for each command.</param>
/// <param name="HasRewound">The cursor was ahead of its stream, which has lost acknowledged messages: an alarm.</param>
public sealed record CursorTransition(CursorState State, bool IsChanged, IReadOnlyList<CommandResult> Results, bool HasRewound)
{
    /// <summary>Pages that have to be stored with the state.</summary>
    public IReadOnlyList<ParkedPage> AddedPages { get; init; } = [];

    /// <summary>Pages that nothing refers to any more, to be removed with it.</summary>
    public IReadOnlyList<long> DroppedPages { get; init; } = [];

    /// <summary>Messages that had to be known and were not; applied again with them, the commands get further.</summary>
    public IReadOnlyCollection<long> Missing { get; init; } = [];

    /// <summary>Something became deliverable, or will sooner than was known: who waits has to look again.</summary>
    public bool Wakes { get; init; }

    /// <summary>Messages that have to be published as dead letters, then marked so.</summary>
    public IReadOnlyList<ParkedMessage> DeadLetters => [.. State.Parked.Where(message => message.IsExhausted)];
}

/// <summary>What a cursor has to know of a stored message.</summary>
/// <param name="Key">Its ordering key, see <see cref="OrderingKeys"/>; any number where the subscription is not ordered.</param>
/// <param name="IsWanted">The subscription's filter lets it through; otherwise it is done at once.</param>
/// <param name="Bytes">Size of its data and attributes.</param>
public readonly record struct MessageFacts(uint Key, bool IsWanted, int Bytes = 0);

/// <summary>What a cursor sees of its stream.</summary>
/// <param name="Low">Everything below has been trimmed.</param>
/// <param name="Next">The number that the next message will get.</param>
/// <param name="Facts">What is known of a message; null for one that was not read, where delivery of new messages stops.</param>
public sealed record StreamView(long Low, long Next, Func<long, MessageFacts?> Facts);

/// <summary>All that a command depends on besides the cursor itself.</summary>
/// <param name="Log">The stream as just read; null for commands that need nothing of it.</param>
/// <param name="Now">The instance's clock.</param>
/// <param name="Seed">Where jitter and the ids of leases come from; never used before.</param>
public sealed record CursorContext(CursorRules Rules, StreamView? Log, DateTimeOffset Now, ulong Seed)
{
    public ParkingLimits Parking { get; init; } = ParkingLimits.Default;

    /// <summary>Pages that were read because <see cref="ParkedPages.Wanted"/> named them, by id.</summary>
    public IReadOnlyDictionary<long, ImmutableArray<ParkedMessage>> Pages { get; init; } = FrozenDictionary<long, ImmutableArray<ParkedMessage>>.Empty;
}
