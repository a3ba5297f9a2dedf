using Serverless.Core.Access;
using Serverless.Core.Tests.Sqlite;
using Serverless.LocalHost.Access;

namespace Serverless.Core.Tests.Access;

public sealed class SqliteApiKeyStoreTests : ApiKeyStoreContract, IAsyncDisposable
{
    private readonly TempDatabase temp = new();

    protected override IApiKeyStore Store => new SqliteApiKeyStore(temp.Database);

    public ValueTask DisposeAsync() => temp.DisposeAsync();

    [Fact]
    public async Task Grants_nothing_for_a_scope_that_does_not_exist_any_more()
    {
        await Store.TryAddAsync(Key("a"), Cancel);
        await temp.Database.WriteAsync(
            session => session.Execute("UPDATE api_keys SET scopes = 'links retired:orders publish:orders-*'"), Cancel);

        AssertSame(Key("a"), await Store.FindAsync("a", Cancel));
    }
}
