using Serverless.Core.UrlShortening.Links;

namespace Serverless.Core.Tests.UrlShortening;

/// <summary>What every <see cref="ILinkStore"/> does with the index by owner.</summary>
public abstract partial class LinkStoreContract
{
    [Fact]
    public async Task Lists_nothing_for_an_owner_without_links() =>
        Assert.Empty(await Store.ListByOwnerAsync("nobody", null, 10, Cancel));

    [Fact]
    public async Task Lists_the_newest_link_first()
    {
        var middle = await AddEntryAsync("a", "owner", TimeSpan.FromMinutes(1));
        var newest = await AddEntryAsync("b", "owner", TimeSpan.FromMinutes(2));
        var oldest = await AddEntryAsync("c", "owner", TimeSpan.Zero);

        Assert.Equal([newest, middle, oldest], await Store.ListByOwnerAsync("owner", null, 10, Cancel));
    }

    [Fact]
    public async Task Lists_links_of_one_instant_by_key()
    {
        string[] inOrder = ["-x", "0", "A", "Z", "_x", "a", "ab", "b"];
        foreach (var key in inOrder.Reverse())
        {
            await AddEntryAsync(key, "owner", TimeSpan.Zero);
        }

        Assert.Equal(inOrder, from entry in await Store.ListByOwnerAsync("owner", null, 10, Cancel) select entry.Key);
    }

    [Fact]
    public async Task Lists_links_of_many_months()
    {
        var january = await AddEntryAsync("a", "owner", TimeSpan.FromDays(40));
        var nextYear = await AddEntryAsync("b", "owner", TimeSpan.FromDays(400));
        var november = await AddEntryAsync("c", "owner", TimeSpan.Zero);

        Assert.Equal([nextYear, january, november], await Store.ListByOwnerAsync("owner", null, 10, Cancel));
    }

    [Fact]
    public async Task Lists_no_more_than_the_limit()
    {
        await AddEntryAsync("a", "owner", TimeSpan.Zero);
        var newest = await AddEntryAsync("b", "owner", TimeSpan.FromDays(100));

        Assert.Equal([newest], await Store.ListByOwnerAsync("owner", null, 1, Cancel));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(1_000)]
    public async Task Pages_through_ties_and_months_without_a_gap_or_a_repetition(int limit)
    {
        var expected = new List<OwnedLink>();
        for (var i = 0; i < 24; i++)
        {
            expected.Add(await AddEntryAsync($"key-{i:00}", "owner", TimeSpan.FromDays(-20 * (i / 4))));
        }

        Assert.Equal(expected, await ListAsync("owner", limit));
    }

    [Fact]
    public async Task Continues_after_an_entry_that_is_not_in_the_list()
    {
        await AddEntryAsync("c", "owner", TimeSpan.FromMinutes(1));
        var next = await AddEntryAsync("c2", "owner", TimeSpan.Zero);

        var page = await Store.ListByOwnerAsync("owner", new OwnedLink(SampleLinks.Start, "c", "nonce"), 10, Cancel);

        Assert.Equal([next], page);
    }

    [Theory]
    [InlineData("a", "a-b")]
    [InlineData("a", "a.b")]
    [InlineData("a", "a-2026")]
    [InlineData("a", "aa")]
    [InlineData("a", "A")]
    public async Task Tells_owners_apart(string owner, string other)
    {
        var own = await AddEntryAsync("own", owner, TimeSpan.Zero);
        var others = await AddEntryAsync("other", other, TimeSpan.Zero);

        Assert.Equal([own], await Store.ListByOwnerAsync(owner, null, 10, Cancel));
        Assert.Equal([others], await Store.ListByOwnerAsync(other, null, 10, Cancel));
    }

    [Fact]
    public async Task Lists_a_key_that_was_issued_again_for_its_new_owner()
    {
        var gone = await ReplaceAsync(await AddAsync(SampleLinks.Link("abc", "first")), SampleLinks.Gone("abc"));
        var again = SampleLinks.Link("abc", "second", SampleLinks.Start.AddDays(31), "another");
        await ReplaceAsync(gone, SampleLinks.Live(again));

        Assert.Equal([SampleLinks.Entry(again)], await Store.ListByOwnerAsync("second", null, 10, Cancel));
    }

    [Fact]
    public async Task Lists_a_link_that_has_ended_until_its_row_is_removed()
    {
        var link = SampleLinks.Link("abc");
        var gone = await ReplaceAsync(await AddAsync(link), LinkRow.Gone.Of(link, SampleLinks.Start, SampleLinks.Start.AddDays(30)));
        Assert.Equal([SampleLinks.Entry(link)], await Store.ListByOwnerAsync("owner", null, 10, Cancel));

        await Store.TryRemoveAsync(gone, Cancel);
        Assert.Empty(await Store.ListByOwnerAsync("owner", null, 10, Cancel));
    }

    [Fact]
    public async Task Lists_a_link_that_has_ended_until_its_key_is_issued_again()
    {
        var link = SampleLinks.Link("abc");
        var gone = await ReplaceAsync(await AddAsync(link), LinkRow.Gone.Of(link, SampleLinks.Start, SampleLinks.Start.AddDays(30)));
        var again = SampleLinks.Link("abc", "owner", SampleLinks.Start.AddDays(31), "another");
        await ReplaceAsync(gone, SampleLinks.Live(again));
        Assert.Equal([SampleLinks.Entry(again)], await Store.ListByOwnerAsync("owner", null, 10, Cancel));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(100)]
    public async Task Lists_every_row_by_key(int limit)
    {
        string[] inOrder = ["-x", "0", "A", "Z", "_x", "a", "ab", "b"];
        foreach (var key in inOrder.Reverse())
        {
            await AddAsync(SampleLinks.Link(key, $"owner-{key}"));
        }

        await ReplaceAsync((await Store.FindAsync("Z", Cancel))!, SampleLinks.Gone("Z"));
        var listed = new List<StoredLink>();
        IReadOnlyList<StoredLink> page;
        do
        {
            page = await Store.ListByKeyAsync(listed.LastOrDefault()?.Row.Key, limit, Cancel);
            Assert.True(page.Count <= limit);
            listed.AddRange(page);
        }
        while (page.Count == limit);

        Assert.Equal(inOrder, listed.Select(stored => stored.Row.Key));
        Assert.Equal(SampleLinks.Gone("Z"), listed[3].Row);
        Assert.All(listed, stored => Assert.False(string.IsNullOrEmpty(stored.ETag)));
    }

    private async Task<OwnedLink> AddEntryAsync(string key, string owner, TimeSpan age)
    {
        var link = SampleLinks.Link(key, owner, SampleLinks.Start + age);
        Assert.True(await Store.TryAddAsync(link, Cancel));
        return SampleLinks.Entry(link);
    }

    private async Task<List<OwnedLink>> ListAsync(string owner, int limit)
    {
        var all = new List<OwnedLink>();
        while (true)
        {
            var page = await Store.ListByOwnerAsync(owner, all.LastOrDefault(), limit, Cancel);
            Assert.True(page.Count <= limit);
            all.AddRange(page);
            if (page.Count < limit)
            {
                return all;
            }
        }
    }
}
