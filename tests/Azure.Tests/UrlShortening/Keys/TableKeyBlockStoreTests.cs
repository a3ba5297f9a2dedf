using Microsoft.Extensions.Time.Testing;
using Serverless.Azure.Tests.Emulators;
using Serverless.Core.Tests.UrlShortening;
using Serverless.Core.UrlShortening.Keys;

namespace Serverless.Azure.Tests.UrlShortening.Keys;

public sealed class TableKeyBlockStoreTests : KeyBlockStoreContract
{
    private readonly UnreliableNetwork network = new();
    private readonly TestAccount account;

    public TableKeyBlockStoreTests(Azurite azurite)
    {
        account = new TestAccount(azurite, network);
        Store = new TableKeyBlockStore(account.Tables, new FakeTimeProvider(SampleLinks.Start) { AutoAdvanceAmount = TimeSpan.FromMilliseconds(1) });
    }

    protected override IKeyBlockStore Store { get; }

    [Fact]
    public async Task Lists_by_age_whatever_the_ids()
    {
        await Store.TryAddAsync(Block("z"), Cancel);
        await Store.TryAddAsync(Block("a"), Cancel);

        Assert.Equal(["z", "a"], from block in await Store.ListFreeAsync(0, 10, Cancel) select block.Id);
    }

    [Fact]
    public async Task Keeps_its_place_when_a_block_is_replaced_by_a_free_one()
    {
        await Store.TryAddAsync(Block("z"), Cancel);
        await Store.TryAddAsync(Block("a"), Cancel);
        await Store.TryReplaceAsync((await Store.ListFreeAsync(0, 1, Cancel))[0], Cancel);

        Assert.Equal(["z", "a"], from block in await Store.ListFreeAsync(0, 10, Cancel) select block.Id);
    }

    [Fact]
    public async Task Keeps_leased_blocks_out_of_the_rows_that_are_searched_for_free_ones()
    {
        for (var i = 0; i < 5; i++)
        {
            await Store.TryAddAsync(Block($"leased-{i}"), Cancel);
            await LeaseFirstAsync();
        }

        await Store.TryAddAsync(Block("free"), Cancel);

        var rows = await account.RowsAsync("Keys");
        Assert.Single(rows, row => row.RowKey.StartsWith("free!", StringComparison.Ordinal));
        Assert.Equal(6, rows.Count(row => row.RowKey.StartsWith("block!", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Does_not_add_a_block_again_that_is_leased()
    {
        await Store.TryAddAsync(Block("a"), Cancel);
        await LeaseFirstAsync();

        Assert.False(await Store.TryAddAsync(Block("a"), Cancel));

        Assert.Empty(await Store.ListFreeAsync(0, 10, Cancel));
    }

    [Fact]
    public async Task Takes_a_block_by_one_read_and_one_write()
    {
        await Store.TryAddAsync(Block("a"), Cancel);
        network.TakeRequests();

        await LeaseFirstAsync();

        Assert.Equal(["GET Keys", "POST $batch"], network.TakeRequests());
    }

    private static KeyBlock Block(string id) => new() { Shard = 0, Id = id, Keys = ["k1", "k2"] };

    private async Task LeaseFirstAsync()
    {
        var free = (await Store.ListFreeAsync(0, 1, Cancel))[0];
        Assert.True(await Store.TryReplaceAsync(free with { Lease = new KeyLease("instance", SampleLinks.Start.AddHours(1)) }, Cancel));
    }
}
