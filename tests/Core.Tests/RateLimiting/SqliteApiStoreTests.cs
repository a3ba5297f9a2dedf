using Serverless.Core.RateLimiting.Rules;
using Serverless.Core.Tests.Sqlite;
using Serverless.LocalHost.RateLimiting;

namespace Serverless.Core.Tests.RateLimiting;

public sealed class SqliteApiStoreTests : ApiStoreContract, IAsyncDisposable
{
    private readonly TempDatabase temp = new();

    protected override IApiStore Store => new SqliteApiStore(temp.Database, SampleUnreadable.Documents);

    public ValueTask DisposeAsync() => temp.DisposeAsync();
}
