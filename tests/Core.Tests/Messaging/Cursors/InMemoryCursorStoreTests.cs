using Serverless.Core.Messaging.Cursors;

namespace Serverless.Core.Tests.Messaging.Cursors;

public sealed class InMemoryCursorStoreTests : CursorStoreContract
{
    protected override ICursorStore Store { get; } = new InMemoryCursorStore();
}
