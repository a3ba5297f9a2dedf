using Serverless.Core.Storage;
using Serverless.Core.UrlShortening;

namespace Serverless.Core.Tests.UrlShortening;

/// <summary>How instances come by keys.</summary>
public sealed class KeyPoolTests
{
    private readonly CountingKeyBlockStore store = new(new InMemoryKeyBlockStore());

    [Fact]
    public async Task Hands_out_the_keys_of_a_block_from_memory()
    {
        var shortener = new Shortener(blocks: store);
        await shortener.Refill.RunAsync(TestContext.Current.CancellationToken);
        store.Reset();
        var keys = await TakeAsync(shortener, KeyBlock.Size);
        Assert.Distinct(keys);
        Assert.Equal(1, store.Replaced);
        Assert.Equal(0, store.Added);
    }

    [Fact]
    public async Task Makes_a_block_itself_when_there_is_none()
    {
        var shortener = new Shortener(blocks: store);
        Assert.Distinct(await TakeAsync(shortener, 2 * KeyBlock.Size));
        Assert.Equal((2, 0), (store.Added, store.Replaced));
    }

    [Fact]
    public async Task Hands_each_key_to_one_of_many_who_ask_at_once()
    {
        var shortener = new Shortener(blocks: store);
        var keys = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => TakeAsync(shortener, 100))));
        Assert.Distinct(keys.SelectMany(taken => taken));
        Assert.Equal(16 * 100 / KeyBlock.Size, store.Added);
    }

    [Fact]
    public async Task Gives_no_key_to_two_instances()
    {
        var first = new Shortener(blocks: store, seed: 1);
        await first.Refill.RunAsync(TestContext.Current.CancellationToken);
        var instances = Enumerable.Range(1, 8).Select(seed => new Shortener(blocks: store, seed: seed));
        var keys = await Task.WhenAll(instances.Select(instance => Task.Run(() => TakeAsync(instance, 200))));
        Assert.Distinct(keys.SelectMany(taken => taken));
    }

    [Fact]
    public async Task Leaves_a_block_a_minute_before_its_lease_ends()
    {
        var shortener = new Shortener(blocks: store);
        await TakeAsync(shortener, 1);
        shortener.Time.Advance(TimeSpan.FromMinutes(59) - TimeSpan.FromMilliseconds(1));
        await TakeAsync(shortener, 1);
        Assert.Equal(1, store.Added);
        shortener.Time.Advance(TimeSpan.FromMilliseconds(1));
        await TakeAsync(shortener, 1);
        Assert.Equal(2, store.Added);
    }

    [Fact]
    public async Task Lets_all_who_wait_for_a_block_share_one_failure_and_recovers_with_the_store()
    {
        var outage = new TaskCompletionSource();
        store.Outage = outage.Task;
        var shortener = new Shortener(blocks: store);
        var waiting = Enumerable.Range(0, 100).Select(_ => TakeAsync(shortener, 1)).ToArray();
        outage.SetException(new StoreUnavailableException("It is down."));
        foreach (var taking in waiting)
        {
            await Assert.ThrowsAsync<StoreUnavailableException>(() => taking);
        }

        Assert.Equal(StoreRetry.Retries + 1, store.Attempts);
        store.Outage = Task.CompletedTask;
        Assert.Single(await TakeAsync(shortener, 1));
    }

    [Fact]
    public async Task Keeps_the_wanted_number_of_free_blocks_in_each_shard()
    {
        var settings = new LinksOptions { KeyPool = { Shards = 3, FreeBlocks = 5 } };
        var shortener = new Shortener(blocks: store, settings: settings);
        Assert.Equal(15, await shortener.Refill.RunAsync(TestContext.Current.CancellationToken));
        Assert.Equal(0, await shortener.Refill.RunAsync(TestContext.Current.CancellationToken));
        await TakeAsync(shortener, 4 * KeyBlock.Size);
        Assert.Equal(4, await shortener.Refill.RunAsync(TestContext.Current.CancellationToken));
    }

    private static async Task<List<string>> TakeAsync(Shortener shortener, int count)
    {
        var keys = new List<string>();
        for (var i = 0; i < count; i++)
        {
            keys.Add(await shortener.Pool.TakeAsync(TestContext.Current.CancellationToken));
        }

        return keys;
    }
}
