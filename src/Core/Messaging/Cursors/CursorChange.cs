using System.Collections.Immutable;

namespace Serverless.Core.Messaging.Cursors;

/// <summary>What is stored of a cursor in one transaction.</summary>
/// <param name="AddedPages">Each with an id that was never used before in this cursor.</param>
/// <param name="DroppedPages">Ids of pages that are there.</param>
public sealed record CursorChange(CursorState State, IReadOnlyList<ParkedPage> AddedPages, IReadOnlyList<long> DroppedPages)
{
    /// <summary>A change that leaves the pages as they are.</summary>
    public static CursorChange To(CursorState state) => new(state, [], []);

    internal static CursorChange Of(CursorTransition transition, ImmutableArray<ulong> writes) =>
        new(transition.State with { Writes = writes }, transition.AddedPages, transition.DroppedPages);
}
