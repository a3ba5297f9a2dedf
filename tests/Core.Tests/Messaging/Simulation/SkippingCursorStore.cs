using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Tests.Messaging.Cursors;

namespace Serverless.Core.Tests.Messaging.Simulation;

/// <summary>A planted bug: a cursor forgets the first message that is parked.</summary>
internal sealed class SkippingCursorStore(ICursorStore inner) : InterposedCursorStore(inner)
{
    public override Task<StoredCursor?> TryReplaceAsync(StoredCursor current, CursorChange next, CancellationToken cancellationToken)
    {
        var state = next.State.Parked.IsEmpty ? next.State : next.State with { Parked = [.. next.State.Parked.Skip(1)] };
        return base.TryReplaceAsync(current, next with { State = state }, cancellationToken);
    }
}
