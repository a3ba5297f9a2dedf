using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Links;

namespace Serverless.Core.Tests.UrlShortening;

/// <summary>What every <see cref="ILinkStore"/> does with the rows of keys.</summary>
public abstract partial class LinkStoreContract
{
    private const int Racers = 32;

    /// <summary>The store under test, one for the whole test.</summary>
    protected abstract ILinkStore Store { get; }

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Finds_nothing_for_a_key_that_was_never_used() => Assert.Null(await FindAsync("unused"));

    [Theory]
    [InlineData(LinkRedirect.Permanent)]
    [InlineData(LinkRedirect.Temporary)]
    public async Task Finds_a_link_as_it_was_added(LinkRedirect redirect)
    {
        var link = SampleLinks.Link("abc") with { Redirect = redirect };

        Assert.True(await Store.TryAddAsync(link, Cancel));

        Assert.Equal(SampleLinks.Live(link), await FindAsync("abc"));
    }

    [Fact]
    public async Task Finds_all_details_of_a_link()
    {
        var link = SampleLinks.Link("abc") with
        {
            Title = "Spring \"sale\" 🌷 <b>",
            Tags = new LinkTags(["größe", "a b", "{}\\"]),
            ForwardQuery = true,
            LabelNonce = "labels",
            Revision = "revision",
        };
        var read = await AddAsync(link);
        Assert.Equal(SampleLinks.Live(link), read.Row);

        var plain = link with { Title = null, Tags = LinkTags.None, ForwardQuery = false, LabelNonce = null, Revision = null };
        Assert.Equal(SampleLinks.Live(plain), (await ReplaceAsync(read, SampleLinks.Live(plain))).Row);
    }

    [Fact]
    public async Task Finds_a_link_that_came_from_elsewhere_as_it_was_added()
    {
        var link = SampleLinks.Link("abc") with { CarriedClicks = 5_000_000_000, CarriedBots = 7 };

        Assert.True(await Store.TryAddAsync(link, Cancel));

        Assert.Equal(SampleLinks.Live(link), await FindAsync("abc"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("deletion")]
    public async Task Keeps_what_a_link_was_when_it_has_ended(string? endedBy)
    {
        var link = SampleLinks.Link("abc") with { CarriedClicks = 3 };
        var gone = LinkRow.Gone.Of(link, SampleLinks.Start.AddDays(1), SampleLinks.Start.AddDays(31), endedBy);
        await ReplaceAsync(await AddAsync(link), gone);
        Assert.Equal(gone, await FindAsync("abc"));

        await ReplaceAsync((await Store.FindAsync("abc", Cancel))!, SampleLinks.Live(link));
        Assert.Equal(SampleLinks.Live(link), await FindAsync("abc"));

        var over = LinkRow.Gone.Of(link with { Key = "over" }, SampleLinks.Start.AddDays(1), SampleLinks.Start.AddDays(31), endedBy);
        Assert.True(await Store.TryAddAsync(over, Cancel));
        Assert.Equal(over, await FindAsync("over"));
    }

    [Fact]
    public async Task Keeps_a_URL_of_the_greatest_length()
    {
        var link = SampleLinks.Link("long") with { Url = "https://example.com/".PadRight(8_192, 'x') };

        await Store.TryAddAsync(link, Cancel);

        Assert.Equal(SampleLinks.Live(link), await FindAsync("long"));
    }

    [Fact]
    public async Task Keeps_every_printable_character_of_a_URL()
    {
        var link = SampleLinks.Link("ascii") with { Url = $"https://example.com/?q={SampleLinks.PrintableAscii}" };

        await Store.TryAddAsync(link, Cancel);

        Assert.Equal(SampleLinks.Live(link), await FindAsync("ascii"));
    }

    [Fact]
    public async Task Refuses_to_add_when_the_key_has_a_live_link()
    {
        var first = SampleLinks.Link("abc", "first");
        await Store.TryAddAsync(first, Cancel);

        Assert.False(await Store.TryAddAsync(SampleLinks.Link("abc", "second"), Cancel));

        Assert.Equal(SampleLinks.Live(first), await FindAsync("abc"));
    }

    [Fact]
    public async Task Refuses_to_add_when_the_key_is_gone()
    {
        var added = await AddAsync(SampleLinks.Link("abc"));
        await Store.TryReplaceAsync(added, SampleLinks.Gone("abc"), Cancel);

        Assert.False(await Store.TryAddAsync(SampleLinks.Link("abc"), Cancel));

        Assert.Equal(SampleLinks.Gone("abc"), await FindAsync("abc"));
    }

    [Fact]
    public async Task Tells_keys_apart_by_case()
    {
        Assert.True(await Store.TryAddAsync(SampleLinks.Link("abc"), Cancel));
        Assert.Null(await FindAsync("ABC"));

        Assert.True(await Store.TryAddAsync(SampleLinks.Link("ABC"), Cancel));

        Assert.Equal(SampleLinks.Live(SampleLinks.Link("abc")), await FindAsync("abc"));
        Assert.Equal(SampleLinks.Live(SampleLinks.Link("ABC")), await FindAsync("ABC"));
    }

    [Fact]
    public async Task Replaces_a_link_by_a_changed_one()
    {
        var added = await AddAsync(SampleLinks.Link("abc"));
        var changed = SampleLinks.Link("abc") with { Url = "https://example.com/changed", ExpiresAt = SampleLinks.Start.AddHours(1) };

        Assert.True(await Store.TryReplaceAsync(added, SampleLinks.Live(changed), Cancel));

        Assert.Equal(SampleLinks.Live(changed), await FindAsync("abc"));
    }

    [Fact]
    public async Task Issues_a_key_again_when_it_replaces_a_gone_row()
    {
        var gone = await ReplaceAsync(await AddAsync(SampleLinks.Link("abc", "first")), SampleLinks.Gone("abc"));
        var again = SampleLinks.Link("abc", "second", nonce: "another");

        Assert.True(await Store.TryReplaceAsync(gone, SampleLinks.Live(again), Cancel));

        Assert.Equal(SampleLinks.Live(again), await FindAsync("abc"));
    }

    [Fact]
    public async Task Refuses_to_replace_when_the_row_has_changed()
    {
        var read = await AddAsync(SampleLinks.Link("abc"));
        await Store.TryReplaceAsync(read, SampleLinks.Gone("abc"), Cancel);

        Assert.False(await Store.TryReplaceAsync(read, read.Row, Cancel));

        Assert.Equal(SampleLinks.Gone("abc"), await FindAsync("abc"));
    }

    [Fact]
    public async Task Refuses_to_replace_when_the_row_changed_and_changed_back()
    {
        var read = await AddAsync(SampleLinks.Link("abc"));
        await ReplaceAsync(await ReplaceAsync(read, SampleLinks.Gone("abc")), read.Row);

        Assert.False(await Store.TryReplaceAsync(read, SampleLinks.Gone("abc"), Cancel));
    }

    [Fact]
    public async Task Refuses_to_replace_when_there_is_no_row()
    {
        var other = await AddAsync(SampleLinks.Link("abc"));

        Assert.False(await Store.TryReplaceAsync(other with { Row = SampleLinks.Gone("unused") }, SampleLinks.Gone("unused"), Cancel));

        Assert.Null(await FindAsync("unused"));
    }

    [Fact]
    public async Task Adds_one_of_many_links_that_race_for_a_key()
    {
        var added = await RaceAsync(i => Store.TryAddAsync(SampleLinks.Link("abc", $"owner-{i}"), Cancel));

        var winner = Assert.Single(added);
        Assert.Equal(SampleLinks.Live(SampleLinks.Link("abc", $"owner-{winner}")), await FindAsync("abc"));
    }

    [Fact]
    public async Task Makes_one_of_many_replacements_that_read_the_same_row()
    {
        var read = await AddAsync(SampleLinks.Link("abc"));

        var replaced = await RaceAsync(i => Store.TryReplaceAsync(read, SampleLinks.Gone("abc", $"nonce-{i}"), Cancel));

        var winner = Assert.Single(replaced);
        Assert.Equal(SampleLinks.Gone("abc", $"nonce-{winner}"), await FindAsync("abc"));
    }

    private static async Task<IEnumerable<int>> RaceAsync(Func<int, Task<bool>> attempt)
    {
        var won = await Task.WhenAll(Enumerable.Range(0, Racers).Select(i => Task.Run(() => attempt(i), Cancel)));
        return Enumerable.Range(0, Racers).Where(i => won[i]);
    }

    private async Task<LinkRow?> FindAsync(string key) => (await Store.FindAsync(key, Cancel))?.Row;

    private async Task<StoredLink> AddAsync(ShortLink link)
    {
        Assert.True(await Store.TryAddAsync(link, Cancel));
        return (await Store.FindAsync(link.Key, Cancel))!;
    }

    private async Task<StoredLink> ReplaceAsync(StoredLink current, LinkRow next)
    {
        Assert.True(await Store.TryReplaceAsync(current, next, Cancel));
        return (await Store.FindAsync(next.Key, Cancel))!;
    }
}
