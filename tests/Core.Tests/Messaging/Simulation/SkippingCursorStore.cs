using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Cursors;

namespace Serverless.Core.Tests.Messaging.Simulation;

/// <summary>A planted bug: a cursor forgets the first message that failed.</summary>
internal sealed class SkippingCursorStore(ICursorStore inner) : ICursorStore
{
    private static readonly CursorRules NoRules = new();

    public Task<StoredCursor?> FindAsync(CursorId id, CancellationToken cancellationToken) => inner.FindAsync(id, cancellationToken);

    public Task<bool> TryAddAsync(CursorId id, CursorState state, CancellationToken cancellationToken) => inner.TryAddAsync(id, state, cancellationToken);

    public Task<StoredCursor?> TryReplaceAsync(StoredCursor current, CursorState next, CancellationToken cancellationToken)
    {
        if (next.Waiting.Length > 0)
        {
            var skip = new CursorCommand.Remove([next.Waiting[0].Number], CursorLimits.Window);
            next = CursorMachine.Apply(next, [skip], new CursorContext(NoRules, null, next.Now, 0)).State;
        }

        return inner.TryReplaceAsync(current, next, cancellationToken);
    }

    public Task CloseAsync(CursorId id, DateTimeOffset now, CancellationToken cancellationToken) => inner.CloseAsync(id, now, cancellationToken);

    public Task<IReadOnlyDictionary<string, long>> FindFloorsAsync(StreamId stream, CancellationToken cancellationToken) =>
        inner.FindFloorsAsync(stream, cancellationToken);
}
