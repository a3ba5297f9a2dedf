using Serverless.Core.Storage;
using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Keys;

namespace Serverless.Core.Tests.UrlShortening.Keys;

/// <summary>How instances come by keys.</summary>
public sealed class KeyPoolTests
{
    private readonly InMemoryKeyBlockStore memory = new();
    private readonly CountingKeyBlockStore store;

    public KeyPoolTests() => store = new CountingKeyBlockStore(memory);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Hands_out_the_keys_of_a_block_from_memory()
    {
        var shortener = new Shortener(blocks: store);
        await shortener.Refill.RunAsync(Cancel);
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

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Uses_the_block_that_it_took_when_the_answer_got_lost(bool isFilled)
    {
        var shortener = new Shortener(blocks: store);
        await (isFilled ? shortener.Refill.RunAsync(Cancel) : Task.CompletedTask);
        store.Reset();
        store.LoseNextAnswer = true;
        var keys = await TakeAsync(shortener, KeyBlock.Size);
        Assert.Equal(1, store.Taken);
        Assert.Equal(keys, Assert.Single(memory.All, block => block.Lease is not null).Keys);
    }

    [Fact]
    public async Task Takes_one_block_for_sixty_four_links()
    {
        var shortener = new Shortener(blocks: store);
        for (var i = 0; i < 10 * KeyBlock.Size; i++)
        {
            await shortener.CreateAsync();
        }

        Assert.Equal(10, store.Taken);
    }

    [Fact]
    public async Task Gives_no_key_to_two_instances()
    {
        var first = new Shortener(blocks: store, seed: 1);
        await first.Refill.RunAsync(Cancel);
        var instances = Enumerable.Range(1, 8).Select(seed => new Shortener(blocks: store, seed: seed));
        var keys = await Task.WhenAll(instances.Select(instance => Task.Run(() => TakeAsync(instance, 200))));
        Assert.Distinct(keys.SelectMany(taken => taken));
    }

    [Fact]
    public async Task Renews_a_lease_a_minute_before_it_ends_when_the_block_has_keys()
    {
        var shortener = new Shortener(blocks: store);
        await TakeAsync(shortener, 1);
        shortener.Time.Advance(TimeSpan.FromMinutes(59) - TimeSpan.FromMilliseconds(1));
        await TakeAsync(shortener, 1);
        Assert.Equal((1, 0), (store.Added, store.Replaced));
        shortener.Time.Advance(TimeSpan.FromMilliseconds(1));
        await TakeAsync(shortener, 1);
        Assert.Equal((1, 1), (store.Added, store.Replaced));
        Assert.Equal(shortener.Time.GetUtcNow().AddHours(1), Assert.Single(memory.All).Lease!.Until);
    }

    [Fact]
    public async Task Takes_another_block_when_its_own_was_reclaimed()
    {
        var shortener = new Shortener(blocks: store);
        var first = (await TakeAsync(shortener, 1))[0];
        shortener.Time.Advance(TimeSpan.FromMinutes(66));
        await shortener.Refill.RunAsync(Cancel);
        var block = memory.All[0];
        Assert.True(block.IsFree);
        Assert.Contains(first, block.Keys);
        await memory.TryReplaceAsync(block with { Lease = new KeyLease("another", shortener.Time.GetUtcNow().AddHours(1)) }, Cancel);
        Assert.DoesNotContain((await TakeAsync(shortener, 1))[0], block.Keys);
    }

    [Fact]
    public async Task Reclaims_five_minutes_after_the_lease_and_leaves_out_keys_that_have_links()
    {
        var shortener = new Shortener(blocks: store);
        var link = (await shortener.CreateAsync()).Link!;
        shortener.Time.Advance(TimeSpan.FromMinutes(65));
        await shortener.Refill.RunAsync(Cancel);
        Assert.NotNull(memory.All[0].Lease);
        shortener.Time.Advance(TimeSpan.FromMilliseconds(1));
        await shortener.Refill.RunAsync(Cancel);
        Assert.True(memory.All[0].IsFree);
        Assert.Equal(KeyBlock.Size - 1, memory.All[0].Keys.Count);
        Assert.DoesNotContain(link.Key, memory.All[0].Keys);
    }

    [Fact]
    public async Task Leaves_a_stub_of_a_used_up_block_for_seven_days()
    {
        var shortener = new Shortener(blocks: store);
        for (var i = 0; i < KeyBlock.Size; i++)
        {
            await shortener.CreateAsync();
        }

        Assert.Equal(shortener.Time.GetUtcNow(), Assert.Single(memory.All).UsedUpAt);
        shortener.Time.Advance(KeyPoolRefill.StubLife);
        await shortener.Refill.RunAsync(Cancel);
        Assert.Contains(memory.All, block => block.UsedUpAt is not null);
        shortener.Time.Advance(TimeSpan.FromMilliseconds(1));
        await shortener.Refill.RunAsync(Cancel);
        Assert.DoesNotContain(memory.All, block => block.UsedUpAt is not null);
    }

    [Fact]
    public async Task Gives_the_rest_back_when_it_stops()
    {
        var shortener = new Shortener(blocks: store);
        var link = (await shortener.CreateAsync()).Link!;
        await shortener.Pool.DisposeAsync();
        var block = Assert.Single(memory.All);
        Assert.True(block.IsFree);
        Assert.Equal(KeyBlock.Size - 1, block.Keys.Count);
        Assert.DoesNotContain(link.Key, block.Keys);
    }

    [Fact]
    public async Task Fills_small_blocks_up_when_it_takes_them()
    {
        await memory.TryAddAsync(new KeyBlock { Shard = 0, Id = "small", Keys = ["abcdefgh"] }, Cancel);
        var keys = await TakeAsync(new Shortener(blocks: store), KeyBlock.Size);
        Assert.Equal((0, 1), (store.Added, store.Replaced));
        Assert.Equal("abcdefgh", keys[0]);
    }

    [Fact]
    public async Task Merges_small_blocks()
    {
        string[][] blocks = [["a", "b"], ["c"], ["b"], ["d", "e"]];
        foreach (var (keys, index) in blocks.Select((keys, index) => (keys, index)))
        {
            await memory.TryAddAsync(new KeyBlock { Shard = 0, Id = $"id{index}", Keys = keys }, Cancel);
        }

        await new Shortener(blocks: store).Refill.RunAsync(Cancel);
        var merged = Assert.Single(memory.All, block => block.IsFree && block.Keys.Count < KeyBlock.Size);
        Assert.Equal(["a", "b", "c", "d", "e"], merged.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(3, memory.All.Count(block => block.UsedUpAt is not null));
    }

    [Fact]
    public async Task Keeps_as_many_blocks_ready_as_were_taken_in_ten_minutes()
    {
        var settings = new LinksOptions { KeyPool = { Shards = 1, FreeBlocks = 1 } };
        var shortener = new Shortener(blocks: store, settings: settings);
        await TakeAsync(shortener, 12 * KeyBlock.Size);
        Assert.Equal(12, await shortener.Refill.RunAsync(Cancel));
        shortener.Time.Advance(KeyPoolRefill.RateWindow + TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, await new Shortener(blocks: store, settings: settings).Refill.RunAsync(Cancel));
        await TakeAsync(shortener, 12 * KeyBlock.Size);
        shortener.Time.Advance(KeyPoolRefill.RateWindow + TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, await shortener.Refill.RunAsync(Cancel));
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

        Assert.Equal(StoreRetry.Retries + 1, store.Reads);
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
            keys.Add((await shortener.Pool.TakeAsync(Cancel)).Value);
        }

        return keys;
    }
}
