using Serverless.Core.RateLimiting.Rules;
using Serverless.Core.Tests.Sqlite;
using Serverless.LocalHost.RateLimiting;

namespace Serverless.Core.Tests.RateLimiting;

public sealed class SqliteDocumentStoreTests : DocumentStoreContract, IAsyncDisposable
{
    private readonly TempDatabase temp = new();

    protected override IDocumentStore Store => new SqliteDocumentStore(temp.Database);

    public ValueTask DisposeAsync() => temp.DisposeAsync();
}
