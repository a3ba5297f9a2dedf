using Serverless.Core.Tests.Sqlite;
using Serverless.Core.UrlShortening.Expiry;
using Serverless.Core.UrlShortening.Keys;
using Serverless.Core.UrlShortening.Links;
using Serverless.LocalHost.UrlShortening;

namespace Serverless.Core.Tests.UrlShortening;

/// <summary>What operations cost at the ports, however many links there are.</summary>
public sealed class OperationCountTests
{
    private const int Few = 1_000;
    private const int Many = 100_000;
    private const int PageSize = 100;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public Task Costs_the_same_with_few_and_many_links_in_memory() => AssertSameAsync(new InMemoryLinkStore(), new InMemoryKeyBlockStore());

    [Fact]
    public async Task Costs_the_same_with_few_and_many_links_in_a_database()
    {
        await using var temp = new TempDatabase();
        await AssertSameAsync(new SqliteLinkStore(temp.Database), new SqliteKeyBlockStore(temp.Database));
    }

    private static async Task AssertSameAsync(ILinkStore links, IKeyBlockStore blocks)
    {
        var (countedLinks, countedBlocks) = (new CountingLinkStore(links), new CountingKeyBlockStore(blocks));
        await AddAsync(links, 0, Few);
        await AssertCostsAsync(new Shortener(countedLinks, countedBlocks, seed: 1), countedLinks, countedBlocks);
        await AddAsync(links, Few, Many);
        await AssertCostsAsync(new Shortener(countedLinks, countedBlocks, seed: 2), countedLinks, countedBlocks);
    }

    private static async Task AssertCostsAsync(Shortener shortener, CountingLinkStore links, CountingKeyBlockStore blocks)
    {
        _ = links.Take();
        blocks.Reset();
        for (var i = 0; i < KeyBlock.Size; i++)
        {
            await shortener.CreateAsync();
        }

        // A look at each of four empty shards, a take; a look at the block and its end.
        Assert.Equal((0, KeyBlock.Size), links.Take());
        Assert.Equal((5, 2), (blocks.Reads, blocks.Writes));

        Assert.Equal(PageSize, (await shortener.Reader.ListAsync("owner", null, PageSize, Cancel)).Links.Count);
        Assert.Equal((1 + PageSize, 0), links.Take());

        await shortener.CreateAsync(caller: Shortener.Stranger, expiresIn: TimeSpan.FromMinutes(1));
        shortener.Time.Advance(TimeSpan.FromMinutes(1) + ExpiryPartition.Grace);
        _ = links.Take();
        await shortener.CleanUpAsync();

        // A look at each shard, one beyond the partition that is due, its entries and the row, the shards of the census; the row and its entry.
        Assert.Equal((ExpiryPartition.Shards + 3 + QuarantineCensus.ShardsPerRun, 2), links.Take());
        await shortener.Pool.DisposeAsync();
        await EmptyAsync(blocks);
    }

    private static async Task AddAsync(ILinkStore links, int from, int to)
    {
        foreach (var chunk in Enumerable.Range(from, to - from).Chunk(5_000))
        {
            await Task.WhenAll(chunk.Select(i => links.TryAddAsync(SampleLinks.Link($"k{i:0000000}", "owner", SampleLinks.Start.AddMinutes(-i)) with { ExpiresAt = SampleLinks.Start.AddDays(900) }, Cancel)));
        }
    }

    private static async Task EmptyAsync(CountingKeyBlockStore blocks)
    {
        for (var shard = 0; shard < 4; shard++)
        {
            foreach (var block in await blocks.ListFreeAsync(shard, 100, Cancel))
            {
                await blocks.TryRemoveAsync(block, Cancel);
            }
        }
    }
}
