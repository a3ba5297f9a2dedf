using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Tests.Messaging.Cursors;

namespace Serverless.Core.Tests.Messaging.Simulation;

/// <summary>A planted bug: the cursors of what is deleted stay open.</summary>
internal sealed class OpenCursorStore(ICursorStore inner) : InterposedCursorStore(inner)
{
    public override Task CloseAsync(CursorId id, DateTimeOffset now, CancellationToken cancellationToken) => Task.CompletedTask;
}
