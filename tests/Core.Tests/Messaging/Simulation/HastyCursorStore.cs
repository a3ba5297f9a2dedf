using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Tests.Messaging.Cursors;

namespace Serverless.Core.Tests.Messaging.Simulation;

/// <summary>A planted bug: a change is answered before it is stored.</summary>
internal sealed class HastyCursorStore(ICursorStore inner) : InterposedCursorStore(inner)
{
    public override Task<StoredCursor?> TryReplaceAsync(StoredCursor current, CursorChange next, CancellationToken cancellationToken)
    {
        _ = base.TryReplaceAsync(current, next, cancellationToken);
        return Task.FromResult<StoredCursor?>(current with { State = next.State });
    }
}
