using System.Collections.Concurrent;

namespace Serverless.Core.Messaging.Cursors;

/// <summary>Takes commands to cursors: those of this process for one cursor share its writes.</summary>
public sealed class CursorLanes(CursorSteps steps)
{
    private const int MaxRemembered = 10_000;

    private readonly ConcurrentDictionary<CursorId, CursorLane> lanes = new();

    /// <summary>Applies commands as one change.</summary>
    /// <param name="cancellationToken">Ends the wait; what was begun is completed.</param>
    /// <exception cref="Storage.StoreUnavailableException">The store does not answer; the commands may have had their effect.</exception>
    /// <exception cref="Storage.WriteConflictException">Others changed the cursor all the while.</exception>
    public Task<CursorAnswer> RunAsync(CursorTarget target, IReadOnlyList<CursorCommand> commands, CancellationToken cancellationToken) =>
        LaneOf(target.Id).RunAsync(new CursorRequest(target, commands)).WaitAsync(cancellationToken);

    // Two lanes of one cursor get into each other's way, and no more: it is safe to forget one that is at work.
    private CursorLane LaneOf(CursorId id)
    {
        if (lanes.Count >= MaxRemembered)
        {
            lanes.Clear();
        }

        return lanes.GetOrAdd(id, static (id, steps) => new CursorLane(id, steps), steps);
    }
}
