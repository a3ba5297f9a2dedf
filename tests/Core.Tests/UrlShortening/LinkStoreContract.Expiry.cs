using Serverless.Core.UrlShortening.Links;

namespace Serverless.Core.Tests.UrlShortening;

/// <summary>What every <see cref="ILinkStore"/> does with the index by expiry, and how rows are removed.</summary>
public abstract partial class LinkStoreContract
{
    [Fact]
    public async Task Removes_a_row_once_and_the_key_is_unused_again()
    {
        var added = await AddAsync(SampleLinks.Link("abc"));
        var gone = await ReplaceAsync(added, SampleLinks.Gone("abc"));

        Assert.False(await Store.TryRemoveAsync(added, Cancel));
        Assert.True(await Store.TryRemoveAsync(gone, Cancel));
        Assert.False(await Store.TryRemoveAsync(gone, Cancel));

        Assert.Null(await FindAsync("abc"));
        Assert.True(await Store.TryAddAsync(SampleLinks.Link("abc"), Cancel));
    }

    [Fact]
    public async Task Does_not_remove_a_row_that_was_issued_again()
    {
        var gone = await ReplaceAsync(await AddAsync(SampleLinks.Link("abc")), SampleLinks.Gone("abc"));
        var again = await ReplaceAsync(gone, SampleLinks.Live(SampleLinks.Link("abc", nonce: "another")));

        Assert.False(await Store.TryRemoveAsync(gone, Cancel));

        Assert.Equal(again.Row, await FindAsync("abc"));
    }

    [Fact]
    public async Task Finds_the_first_entry_of_a_shard_from_an_hour_on()
    {
        var link = SampleLinks.Link("abc");
        var entry = DueLink.Of(SampleLinks.Live(link));
        var first = ExpiryPartition.First(entry.Partition.Shard);
        Assert.Null(await Store.FindDueAsync(first, Cancel));

        var gone = await ReplaceAsync(await AddAsync(link), SampleLinks.Gone("abc"));

        Assert.Equal(DueLink.Of(gone.Row), await Store.FindDueAsync(first, Cancel));
        Assert.Equal(entry, await Store.FindDueAsync(DueLink.Of(gone.Row).Partition.Next(), Cancel));
        Assert.Equal(entry, await Store.FindDueAsync(entry.Partition, Cancel));
        Assert.Null(await Store.FindDueAsync(entry.Partition.Next(), Cancel));
        Assert.Null(await Store.FindDueAsync(ExpiryPartition.First((entry.Partition.Shard + 1) % ExpiryPartition.Shards), Cancel));
    }

    [Fact]
    public async Task Lists_what_is_due_in_a_partition_in_the_order_of_time()
    {
        var start = SampleLinks.Link("abc").ExpiresAt;
        var entries = new List<DueLink>();
        foreach (var minute in new[] { 3, 1, 2, 60 })
        {
            var changed = SampleLinks.Link("abc") with { ExpiresAt = start.AddMinutes(minute), Nonce = $"nonce-{minute}" };
            var stored = await Store.FindAsync("abc", Cancel);
            entries.Add(DueLink.Of((stored is null ? await AddAsync(changed) : await ReplaceAsync(stored, SampleLinks.Live(changed))).Row));
        }

        var partition = entries[0].Partition;
        DueLink[] due = [entries[1], entries[2], entries[0]];
        Assert.Equal(due, await Store.ListDueAsync(partition, null, start.AddMinutes(3), 10, Cancel));
        Assert.Equal(due[..2], await Store.ListDueAsync(partition, null, start.AddMinutes(3), 2, Cancel));
        Assert.Equal(due[1..], await Store.ListDueAsync(partition, due[0], start.AddMinutes(3), 10, Cancel));
        Assert.Equal(due[..2], await Store.ListDueAsync(partition, null, start.AddMinutes(3).AddTicks(-1), 10, Cancel));
        Assert.Equal([entries[3]], await Store.ListDueAsync(entries[3].Partition, null, start.AddMinutes(60), 10, Cancel));
        Assert.Empty(await Store.ListDueAsync(partition with { Shard = (partition.Shard + 1) % ExpiryPartition.Shards }, null, start.AddMinutes(3), 10, Cancel));
    }

    [Fact]
    public async Task Removes_an_entry_that_the_row_contradicts_and_no_other()
    {
        var live = await AddAsync(SampleLinks.Link("abc"));
        var gone = await ReplaceAsync(live, SampleLinks.Gone("abc"));

        await Store.RemoveDueAsync(DueLink.Of(live.Row), Cancel);
        await Store.RemoveDueAsync(DueLink.Of(live.Row), Cancel);

        var (left, removed) = (DueLink.Of(gone.Row), DueLink.Of(live.Row));
        Assert.Equal([left], await Store.ListDueAsync(left.Partition, null, left.DueAt, 10, Cancel));
        Assert.Empty(await Store.ListDueAsync(removed.Partition, null, removed.DueAt, 10, Cancel));
    }

    [Fact]
    public async Task Counts_the_gone_rows_of_a_shard_that_are_due_by_a_time_and_no_live_ones()
    {
        var until = SampleLinks.Start.AddDays(30);
        var keys = Enumerable.Range(0, 40).Select(i => $"key-{i:00}").ToArray();
        foreach (var key in keys)
        {
            await ReplaceAsync(await AddAsync(SampleLinks.Link(key)), SampleLinks.Gone(key));
            await AddAsync(SampleLinks.Link("live-" + key) with { ExpiresAt = until });
        }

        await ReplaceAsync((await Store.FindAsync(keys[0], Cancel))!, SampleLinks.Live(SampleLinks.Link(keys[0], nonce: "another")));
        await Store.TryRemoveAsync((await Store.FindAsync(keys[1], Cancel))!, Cancel);
        await Store.RemoveDueAsync(DueLink.Of(SampleLinks.Gone(keys[0])), Cancel);
        await Store.RemoveDueAsync(DueLink.Of(SampleLinks.Gone(keys[1])), Cancel);

        for (var shard = 0; shard < ExpiryPartition.Shards; shard++)
        {
            var expected = keys.Skip(2).Count(key => DueLink.Of(SampleLinks.Gone(key)).Partition.Shard == shard);
            Assert.Equal(expected, await Store.CountGoneAsync(shard, until, Cancel));
            Assert.Equal(0, await Store.CountGoneAsync(shard, until.AddTicks(-1), Cancel));
        }
    }
}
