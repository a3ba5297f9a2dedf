using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Tests.Sqlite;
using Serverless.LocalHost.Messaging;

namespace Serverless.Core.Tests.Messaging.Cursors;

public sealed class SqliteCursorStoreTests : CursorStoreContract, IAsyncDisposable
{
    private readonly TempDatabase temp = new();

    protected override ICursorStore Store => new SqliteCursorStore(temp.Database);

    public ValueTask DisposeAsync() => temp.DisposeAsync();
}
