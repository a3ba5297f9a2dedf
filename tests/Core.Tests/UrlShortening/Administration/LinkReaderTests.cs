using Serverless.Core.UrlShortening.Links;

namespace Serverless.Core.Tests.UrlShortening.Administration;

/// <summary>What an owner sees of their links.</summary>
public sealed class LinkReaderTests
{
    private readonly Shortener shortener = new();

    [Fact]
    public async Task Lists_every_live_link_once_whatever_the_page_size()
    {
        var expected = await CreateAsync(23);
        foreach (var gone in expected.Where((_, index) => index % 3 == 0).ToArray())
        {
            await shortener.DeleteAsync(gone);
            expected.Remove(gone);
        }

        expected.Reverse();
        for (var limit = 1; limit <= 24; limit++)
        {
            Assert.Equal(expected, await PageThroughAsync(limit));
        }
    }

    [Fact]
    public async Task Fills_a_page_past_links_that_are_gone()
    {
        var keys = await CreateAsync(12);
        foreach (var key in keys.Skip(2).Take(9))
        {
            await shortener.DeleteAsync(key);
        }

        var page = await shortener.Reader.ListAsync("owner", null, 2, TestContext.Current.CancellationToken);
        Assert.Equal([keys[11], keys[1]], page.Links.Select(link => link.Key));
        Assert.NotNull(page.Next);
    }

    [Fact]
    public async Task Ends_with_a_page_that_says_so()
    {
        await CreateAsync(4);
        var page = await shortener.Reader.ListAsync("owner", null, 4, TestContext.Current.CancellationToken);
        Assert.Equal((4, null), (page.Links.Count, page.Next));
    }

    [Fact]
    public async Task Leaves_out_an_alias_that_now_belongs_to_another()
    {
        await shortener.CreateAsync(alias: "moved");
        await shortener.DeleteAsync("moved");
        shortener.Time.Advance(TimeSpan.FromDays(31));
        await shortener.CreateAsync(alias: "moved", caller: Shortener.Stranger);
        Assert.Empty((await shortener.Reader.ListAsync("owner", null, 10, TestContext.Current.CancellationToken)).Links);
        Assert.Single((await shortener.Reader.ListAsync("stranger", null, 10, TestContext.Current.CancellationToken)).Links);
    }

    [Fact]
    public async Task Lists_an_alias_once_that_its_owner_made_again()
    {
        await shortener.CreateAsync(alias: "again");
        await shortener.DeleteAsync("again");
        shortener.Time.Advance(TimeSpan.FromDays(31));
        await shortener.CreateAsync(alias: "again");
        Assert.Single((await shortener.Reader.ListAsync("owner", null, 10, TestContext.Current.CancellationToken)).Links);
    }

    private async Task<List<string>> CreateAsync(int count)
    {
        var keys = new List<string>();
        for (var i = 0; i < count; i++)
        {
            shortener.Time.Advance(TimeSpan.FromMilliseconds(1));
            keys.Add((await shortener.CreateAsync()).Link!.Key);
        }

        return keys;
    }

    private async Task<List<string>> PageThroughAsync(int limit)
    {
        var keys = new List<string>();
        OwnedLink? after = null;
        do
        {
            var page = await shortener.Reader.ListAsync("owner", after, limit, TestContext.Current.CancellationToken);
            Assert.True(page.Links.Count <= limit);
            keys.AddRange(page.Links.Select(link => link.Key));
            after = page.Next is null ? null : OwnedLink.FromContinuation(page.Next.ToContinuation());
        }
        while (after is not null);
        return keys;
    }
}
