using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Serverless.Core.Messaging.Cursors;

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
