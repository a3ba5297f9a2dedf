using Serverless.Core.Tests.Sqlite;
using Serverless.Core.UrlShortening.Idempotency;
using Serverless.LocalHost.UrlShortening;

namespace Serverless.Core.Tests.UrlShortening;

public sealed class SqliteLinkRequestStoreTests : LinkRequestStoreContract, IAsyncDisposable
{
    private readonly TempDatabase temp = new();

    protected override ILinkRequestStore Store => new SqliteLinkRequestStore(temp.Database);

    public ValueTask DisposeAsync() => temp.DisposeAsync();
}
