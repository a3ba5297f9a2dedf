using Serverless.Core.Tests.Sqlite;
using Serverless.Core.UrlShortening.Keys;
using Serverless.LocalHost.UrlShortening;

namespace Serverless.Core.Tests.UrlShortening;

public sealed class SqliteKeyBlockStoreTests : KeyBlockStoreContract, IAsyncDisposable
{
    private readonly TempDatabase temp = new();

    protected override IKeyBlockStore Store => new SqliteKeyBlockStore(temp.Database);

    public ValueTask DisposeAsync() => temp.DisposeAsync();

    [Fact]
    public async Task Lists_by_age_whatever_the_ids()
    {
        await Store.TryAddAsync(new KeyBlock { Shard = 0, Id = "z", Keys = ["k1"] }, Cancel);
        await Store.TryAddAsync(new KeyBlock { Shard = 0, Id = "a", Keys = ["k2"] }, Cancel);

        await temp.ReopenAsync();

        Assert.Equal(["z", "a"], from block in await Store.ListFreeAsync(0, 10, Cancel) select block.Id);
    }
}
