using CsCheck;
using Serverless.Core.UrlShortening.Keys;

namespace Serverless.Core.Tests.UrlShortening;

/// <summary>What every <see cref="IKeyBlockStore"/> does.</summary>
public abstract class KeyBlockStoreContract
{
    private const int Racers = 32;

    private static readonly KeyLease Lease = new("instance-1", SampleLinks.Start.AddHours(1));

    private static readonly Gen<(Change, int, int)[]> Steps = Gen.Select(Gen.Enum<Change>(), Gen.Int[0, 1], Gen.Int[0, 4]).Array[1, 20];

    private int samples;

    private enum Change
    {
        Add,
        Lease,
        LeaseAgain,
    }

    /// <summary>The store under test, one for the whole test.</summary>
    protected abstract IKeyBlockStore Store { get; }

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lists_nothing_in_an_empty_shard() => Assert.Empty(await ListAsync(0));

    [Fact]
    public async Task Lists_a_free_block_as_it_was_added()
    {
        var block = Block(0, "a") with { Keys = [.. Enumerable.Range(0, KeyBlock.Size).Select(i => $"aZ09k{i:000}")] };

        Assert.True(await Store.TryAddAsync(block, Cancel));

        var found = Assert.Single(await ListAsync(0));
        Assert.Equal(block.Keys, found.Keys);
        Assert.NotEmpty(found.ETag);
        Assert.Equal(block, found with { Keys = block.Keys, ETag = "" });
    }

    [Fact]
    public async Task Lists_the_oldest_blocks_first_and_no_more_than_the_limit()
    {
        string[] ids = ["a1", "a2", "b1", "b2"];
        foreach (var id in ids)
        {
            await Store.TryAddAsync(Block(0, id), Cancel);
        }

        Assert.Equal(ids, await ListIdsAsync(0));
        Assert.Equal(["a1", "a2", "b1"], from block in await Store.ListFreeAsync(0, 3, Cancel) select block.Id);
    }

    [Fact]
    public async Task Keeps_shards_apart()
    {
        Assert.True(await Store.TryAddAsync(Block(1, "a"), Cancel));
        Assert.True(await Store.TryAddAsync(Block(11, "a"), Cancel));
        Assert.True(await Store.TryAddAsync(Block(11, "b"), Cancel));

        Assert.Equal(["a"], await ListIdsAsync(1));
        Assert.Equal(["a", "b"], await ListIdsAsync(11));
    }

    [Fact]
    public async Task Refuses_to_add_when_the_id_is_taken()
    {
        await Store.TryAddAsync(Block(0, "a"), Cancel);

        Assert.False(await Store.TryAddAsync(Block(0, "a") with { Keys = ["other"] }, Cancel));

        Assert.Equal(Block(0, "a").Keys, Assert.Single(await ListAsync(0)).Keys);
    }

    [Fact]
    public async Task Tells_ids_apart_by_case()
    {
        Assert.True(await Store.TryAddAsync(Block(0, "A"), Cancel));
        Assert.True(await Store.TryAddAsync(Block(0, "a"), Cancel));
    }

    [Fact]
    public async Task Does_not_list_a_block_that_was_leased()
    {
        await Store.TryAddAsync(Block(0, "a"), Cancel);
        await Store.TryAddAsync(Block(0, "b"), Cancel);
        var first = (await ListAsync(0))[0];

        Assert.True(await Store.TryReplaceAsync(first with { Lease = Lease }, Cancel));

        Assert.Equal(["b"], await ListIdsAsync(0));
    }

    [Fact]
    public async Task Does_not_list_a_block_that_was_added_with_a_lease()
    {
        Assert.True(await Store.TryAddAsync(Block(0, "a") with { Lease = Lease }, Cancel));

        Assert.Empty(await ListAsync(0));
    }

    [Fact]
    public async Task Lists_a_block_with_its_remaining_keys_when_it_is_replaced_by_a_free_one()
    {
        await Store.TryAddAsync(Block(0, "a"), Cancel);
        var read = Assert.Single(await ListAsync(0));

        Assert.True(await Store.TryReplaceAsync(read with { Keys = ["last"] }, Cancel));

        Assert.Equal(["last"], Assert.Single(await ListAsync(0)).Keys);
    }

    [Fact]
    public async Task Refuses_to_replace_when_the_block_has_changed()
    {
        await Store.TryAddAsync(Block(0, "a"), Cancel);
        var read = Assert.Single(await ListAsync(0));
        await Store.TryReplaceAsync(read, Cancel);

        Assert.False(await Store.TryReplaceAsync(read with { Lease = Lease }, Cancel));

        Assert.Equal(["a"], await ListIdsAsync(0));
    }

    [Fact]
    public async Task Refuses_to_replace_when_there_is_no_such_block()
    {
        await Store.TryAddAsync(Block(0, "a"), Cancel);
        var read = Assert.Single(await ListAsync(0));

        Assert.False(await Store.TryReplaceAsync(read with { Id = "b" }, Cancel));
        Assert.False(await Store.TryReplaceAsync(read with { Shard = 1 }, Cancel));
    }

    [Fact]
    public async Task Adds_one_of_many_blocks_that_race_for_an_id() =>
        Assert.Equal(1, await RaceAsync(() => Store.TryAddAsync(Block(0, "a"), Cancel)));

    [Fact]
    public async Task Leases_a_block_to_one_of_many_that_read_it()
    {
        await Store.TryAddAsync(Block(0, "a"), Cancel);
        var read = Assert.Single(await ListAsync(0));

        Assert.Equal(1, await RaceAsync(() => Store.TryReplaceAsync(read with { Lease = Lease }, Cancel)));
    }

    [Fact]
    public async Task Finds_a_block_in_every_state()
    {
        var usedUpAt = SampleLinks.Start.AddTicks(7);
        Assert.Null(await Store.FindAsync(0, "a", Cancel));
        await Store.TryAddAsync(Block(0, "a"), Cancel);
        await AssertFoundAsync(Block(0, "a"));
        await ReplaceAsync(block => block with { Lease = Lease, Keys = ["k1", "k9"] });
        await AssertFoundAsync(Block(0, "a") with { Lease = Lease, Keys = ["k1", "k9"] });
        await ReplaceAsync(block => block with { Lease = Lease with { Until = Lease.Until.AddTicks(1) } });
        await AssertFoundAsync(Block(0, "a") with { Lease = Lease with { Until = Lease.Until.AddTicks(1) }, Keys = ["k1", "k9"] });
        await ReplaceAsync(block => block.UsedUp(usedUpAt));
        await AssertFoundAsync(Block(0, "a") with { UsedUpAt = usedUpAt, Keys = ["k1", "k9"] });
        await ReplaceAsync(block => block with { UsedUpAt = null });
        Assert.Equal(["a"], await ListIdsAsync(0));
        Assert.Null(await Store.FindAsync(1, "a", Cancel));
    }

    [Fact]
    public async Task Replaces_a_leased_block_and_a_stub_once_only()
    {
        await Store.TryAddAsync(Block(0, "a") with { Lease = Lease }, Cancel);
        var leased = (await Store.FindAsync(0, "a", Cancel))!;
        Assert.True(await Store.TryReplaceAsync(leased.UsedUp(SampleLinks.Start), Cancel));
        Assert.False(await Store.TryReplaceAsync(leased with { Lease = null }, Cancel));
        Assert.False(await Store.TryReplaceAsync(leased, Cancel));
        var stub = (await Store.FindAsync(0, "a", Cancel))!;
        Assert.True(await Store.TryReplaceAsync(stub, Cancel));
        Assert.False(await Store.TryReplaceAsync(stub, Cancel));
        Assert.False(await Store.TryAddAsync(Block(0, "a"), Cancel));
    }

    [Fact]
    public async Task Lists_leases_by_their_end()
    {
        await AddLeasedAsync("late", 3);
        await AddLeasedAsync("early", 1);
        await AddLeasedAsync("middle", 2);
        await Store.TryAddAsync(Block(0, "free"), Cancel);
        await Store.TryAddAsync(Block(1, "other") with { Lease = Lease }, Cancel);
        await Store.TryAddAsync(Block(0, "stub").UsedUp(Minute(2)), Cancel);

        Assert.Equal(["early", "middle", "late"], await LeasedAsync(DateTimeOffset.MinValue, DateTimeOffset.MaxValue));
        Assert.Equal(["early", "middle"], await LeasedAsync(Minute(1), Minute(3)));
        Assert.Equal(["middle"], await LeasedAsync(Minute(1).AddTicks(1), Minute(3)));
        Assert.Equal(["early"], await LeasedAsync(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, limit: 1));
        Assert.Equal(["k1", "K1", "k2"], (await Store.ListLeasedAsync(0, Minute(1), Minute(2), 1, Cancel))[0].Keys);
    }

    [Fact]
    public async Task Lists_stubs_by_the_time_they_were_used_up()
    {
        foreach (var minute in new[] { 2, 1, 3 })
        {
            await Store.TryAddAsync(Block(0, $"stub{minute}").UsedUp(Minute(minute)), Cancel);
        }

        await AddLeasedAsync("leased", 2);
        await Store.TryAddAsync(Block(0, "free"), Cancel);

        Assert.Equal(["stub1", "stub2", "stub3"], await UsedUpAsync(DateTimeOffset.MinValue, DateTimeOffset.MaxValue));
        Assert.Equal(["stub1", "stub2"], await UsedUpAsync(Minute(1), Minute(3)));
        Assert.Equal(["free"], await ListIdsAsync(0));
    }

    [Fact]
    public async Task Removes_a_block_that_has_not_changed_and_frees_its_id()
    {
        await Store.TryAddAsync(Block(0, "a"), Cancel);
        var read = Assert.Single(await ListAsync(0));
        await Store.TryReplaceAsync(read.UsedUp(SampleLinks.Start), Cancel);
        Assert.False(await Store.TryRemoveAsync(read, Cancel));
        var stub = (await Store.FindAsync(0, "a", Cancel))!;
        Assert.True(await Store.TryRemoveAsync(stub, Cancel));
        Assert.False(await Store.TryRemoveAsync(stub, Cancel));
        Assert.Null(await Store.FindAsync(0, "a", Cancel));
        Assert.True(await Store.TryAddAsync(Block(0, "a"), Cancel));
    }

    [Fact]
    public Task Agrees_with_a_list_after_any_steps() => Steps.SampleAsync(RunModelAsync, iter: 60);

    private static DateTimeOffset Minute(int minute) => SampleLinks.Start.AddMinutes(minute);

    private async Task AddLeasedAsync(string id, int minute) =>
        Assert.True(await Store.TryAddAsync(Block(0, id) with { Lease = new KeyLease("instance", Minute(minute)) }, Cancel));

    private async Task<IEnumerable<string>> LeasedAsync(DateTimeOffset from, DateTimeOffset to, int limit = 10) =>
        (await Store.ListLeasedAsync(0, from, to, limit, Cancel)).Select(block => block.Id);

    private async Task<IEnumerable<string>> UsedUpAsync(DateTimeOffset from, DateTimeOffset to) =>
        (await Store.ListUsedUpAsync(0, from, to, 10, Cancel)).Select(block => block.Id);

    private async Task ReplaceAsync(Func<KeyBlock, KeyBlock> change) =>
        Assert.True(await Store.TryReplaceAsync(change((await Store.FindAsync(0, "a", Cancel))!), Cancel));

    private async Task AssertFoundAsync(KeyBlock expected)
    {
        var found = (await Store.FindAsync(expected.Shard, expected.Id, Cancel))!;
        Assert.Equal(expected.Keys, found.Keys);
        Assert.Equal(expected, found with { Keys = expected.Keys, ETag = "" });
    }

    private static KeyBlock Block(int shard, string id) => new() { Shard = shard, Id = id, Keys = ["k1", "K1", "k2"] };

    private static async Task<int> RaceAsync(Func<Task<bool>> attempt)
    {
        var won = await Task.WhenAll(Enumerable.Range(0, Racers).Select(_ => Task.Run(attempt, Cancel)));
        return won.Count(w => w);
    }

    private async Task RunModelAsync((Change, int, int)[] steps)
    {
        var firstShard = 2 * Interlocked.Increment(ref samples);
        var known = new Dictionary<(int Shard, string Id), KeyBlock>();
        foreach (var (change, shard, number) in steps)
        {
            await ApplyAsync(change, Block(firstShard + shard, $"id{number}"), known);
        }

        for (var shard = firstShard; shard < firstShard + 2; shard++)
        {
            var free = from entry in known where entry.Key.Shard == shard && entry.Value.Lease is null select entry.Key.Id;
            Assert.Equal(free.Order(StringComparer.Ordinal), (await ListIdsAsync(shard)).Order(StringComparer.Ordinal));
        }
    }

    private async Task ApplyAsync(Change change, KeyBlock block, Dictionary<(int Shard, string Id), KeyBlock> known)
    {
        var name = (block.Shard, block.Id);
        var read = (await ListAsync(block.Shard)).SingleOrDefault(b => b.Id == block.Id);
        if (change == Change.Add)
        {
            Assert.Equal(known.TryAdd(name, block), await Store.TryAddAsync(block, Cancel));
        }
        else if (read is not null)
        {
            var leased = read with { Lease = Lease };
            Assert.True(await Store.TryReplaceAsync(leased, Cancel));
            Assert.False(change == Change.LeaseAgain && await Store.TryReplaceAsync(leased, Cancel));
            known[name] = leased;
        }
    }

    private Task<IReadOnlyList<KeyBlock>> ListAsync(int shard) => Store.ListFreeAsync(shard, 1_000, Cancel);

    private async Task<IEnumerable<string>> ListIdsAsync(int shard) => from block in await ListAsync(shard) select block.Id;
}
