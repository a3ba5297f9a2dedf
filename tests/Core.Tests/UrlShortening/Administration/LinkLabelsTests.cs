using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Administration;
using Serverless.Core.UrlShortening.Links;

namespace Serverless.Core.Tests.UrlShortening.Administration;

/// <summary>How links get titles and tags, and are found by them.</summary>
public sealed class LinkLabelsTests
{
    private readonly Shortener shortener = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Fault.None)]
    [InlineData(Fault.AnswerLost)]
    [InlineData(Fault.RequestLost)]
    public async Task Finds_a_link_by_its_new_tags_alone_whatever_gets_lost(Fault fault)
    {
        var key = await CreateAsync("old", "kept");
        shortener.Store.Fail(fault);
        var changed = (await shortener.ChangeAsync(key, new LinkChange { Tags = ["kept", "new"] })).Link!;
        Assert.Equal(["kept", "new"], changed.Tags);
        Assert.Empty(await TaggedAsync("old"));
        Assert.Equal([key], await TaggedAsync("kept"));
        Assert.Equal([key], await TaggedAsync("new"));
    }

    [Fact]
    public async Task Finds_a_link_that_got_a_tag_back_while_another_was_taking_it_away()
    {
        var key = await CreateAsync("sale");
        var stale = await shortener.Store.FindAsync(key, Cancel);
        await shortener.ChangeAsync(key, new LinkChange { Tags = [] });
        await shortener.ChangeAsync(key, new LinkChange { Tags = ["sale"] });
        var first = OwnedLink.LabelEntryOf(((LinkRow.Live)stale!.Row).Link);
        var now = OwnedLink.LabelEntryOf((await shortener.Reader.FollowAsync(key, Cancel)).Link!);
        Assert.NotEqual(first, now);
        Assert.Equal([key], await TaggedAsync("sale"));
    }

    [Fact]
    public async Task Lists_no_link_under_a_tag_that_its_row_does_not_have()
    {
        var key = await CreateAsync("sale");
        var store = new InMemoryLinkStore();
        var torn = (await shortener.Reader.FollowAsync(key, Cancel)).Link!;
        store.PutEntries(SampleLinks.Live(torn with { Tags = new LinkTags(["sale", "never"]) }));
        Assert.True(store.TryPutRow(null, SampleLinks.Live(torn)));
        var reader = new LinkReader(store, shortener.Time);
        Assert.Empty((await reader.ListAsync("owner", LinkLabel.Tag("never"), null, 10, Cancel)).Links);
        Assert.Single((await reader.ListAsync("owner", LinkLabel.Tag("sale"), null, 10, Cancel)).Links);
    }

    [Fact]
    public async Task Changes_neither_title_nor_tags_nor_forwarding_that_are_not_named()
    {
        var created = await shortener.Creator.CreateAsync(
            new NewLink { Url = "https://example.com/", Title = "Sale", Tags = ["a", "b"], ForwardQuery = true }, Shortener.Owner, Shortener.Address, Cancel);
        var changed = (await shortener.ChangeAsync(created.Link!.Key, new LinkChange { Redirect = 302 })).Link!;
        Assert.Equal(created.Link with { Redirect = LinkRedirect.Temporary, Revision = changed.Revision }, changed);
    }

    [Theory]
    [InlineData("title")]
    [InlineData("tags")]
    [InlineData("forwardQuery")]
    public async Task Removes_what_is_cleared(string field)
    {
        var created = await shortener.Creator.CreateAsync(
            new NewLink { Url = "https://example.com/", Title = "Sale", Tags = ["a"], ForwardQuery = true }, Shortener.Owner, Shortener.Address, Cancel);
        var changed = (await shortener.ChangeAsync(created.Link!.Key, new LinkChange { Cleared = new HashSet<string> { field } })).Link!;
        var expected = (field == "title" ? null : "Sale", field == "tags" ? 0 : 1, field != "forwardQuery");
        Assert.Equal(expected, (changed.Title, changed.Tags.Count, changed.ForwardQuery));
    }

    [Fact]
    public async Task Takes_a_title_that_says_nothing_for_none()
    {
        var created = await shortener.Creator.CreateAsync(
            new NewLink { Url = "https://example.com/", Title = " " }, Shortener.Owner, Shortener.Address, Cancel);
        Assert.Null(created.Link!.Title);
        await shortener.ChangeAsync(created.Link.Key, new LinkChange { Title = "Sale" });
        Assert.Null((await shortener.ChangeAsync(created.Link.Key, new LinkChange { Title = "" })).Link!.Title);
    }

    [Theory]
    [InlineData("", "must have 1-50 characters each.")]
    [InlineData("a,b", "must be text without control characters and commas.")]
    [InlineData("a\nb", "must be text without control characters and commas.")]
    [InlineData("a\u2028b", "must be text without control characters and commas.")]
    [InlineData(" a", "must not begin or end with a space.")]
    [InlineData("a\u00A0", "must not begin or end with a space.")]
    [InlineData(null, "must be text, not null.")]
    public void Refuses_a_tag(string? tag, string reason) => Assert.Equal(reason, LinkText.RefuseTags(["fine", tag!]));

    [Fact]
    public void Refuses_half_a_character_too_long_a_text_and_too_many_or_doubled_tags()
    {
        Assert.NotNull(LinkText.RefuseTag("a\uD83C"));
        Assert.NotNull(LinkText.RefuseTitle("a\uDF37b"));
        Assert.Null(LinkText.RefuseTitle("🌷".PadRight(200)));
        Assert.NotNull(LinkText.RefuseTitle("🌷".PadRight(201)));
        Assert.Null(LinkText.RefuseTag(new string('x', 50)));
        Assert.NotNull(LinkText.RefuseTag(new string('x', 51)));
        Assert.Null(LinkText.RefuseTags([.. Enumerable.Range(0, 10).Select(i => $"{i}")]));
        Assert.NotNull(LinkText.RefuseTags([.. Enumerable.Range(0, 11).Select(i => $"{i}")]));
        Assert.Equal("must not hold 'a' twice.", LinkText.RefuseTags(["a", "b", "a"]));
        Assert.Null(LinkText.RefuseTags(["a", "A"]));
    }

    [Fact]
    public async Task Searches_for_an_exact_key_or_the_host_of_the_target_and_nothing_else()
    {
        var named = (await shortener.CreateAsync("https://elsewhere.example/", alias: "shop")).Link!.Key;
        shortener.Time.Advance(TimeSpan.FromSeconds(1));
        var older = (await shortener.CreateAsync("https://shop/a")).Link!.Key;
        shortener.Time.Advance(TimeSpan.FromSeconds(1));
        var newer = (await shortener.CreateAsync("http://SHOP:8080/b")).Link!.Key;
        await shortener.CreateAsync("https://www.shop.example/shop", caller: Shortener.Stranger);
        Assert.Equal([named, newer, older], await SearchAsync("shop", 10));
        Assert.Equal([named, newer, older], await SearchAsync("shop", 1));
        Assert.Equal([named, newer, older], await SearchAsync("shop", 2));
        Assert.Equal([newer, older], await SearchAsync("SHOP.", 10));
        Assert.Empty(await SearchAsync("www.shop.example", 10));
        Assert.Empty(await SearchAsync("hop", 10));
        await shortener.DeleteAsync(newer);
        Assert.Equal([named, older], await SearchAsync("shop", 10));
    }

    [Theory]
    [InlineData("example.com", true)]
    [InlineData("my-alias", true)]
    [InlineData("[::1]", true)]
    [InlineData("a b", false)]
    [InlineData("https://example.com/", false)]
    [InlineData("", false)]
    public void Says_what_it_can_search_for(string text, bool expected) => Assert.Equal(expected, LinkSearch.IsSearchable(text));

    private async Task<string> CreateAsync(params string[] tags) => (await shortener.Creator.CreateAsync(
        new NewLink { Url = "https://example.com/", Tags = tags }, Shortener.Owner, Shortener.Address, Cancel)).Link!.Key;

    private async Task<IEnumerable<string>> TaggedAsync(string tag) =>
        (await shortener.Reader.ListAsync("owner", LinkLabel.Tag(tag), null, 10, Cancel)).Links.Select(link => link.Key);

    private async Task<List<string>> SearchAsync(string text, int limit)
    {
        var keys = new List<string>();
        OwnedLink? after = null;
        do
        {
            var page = await shortener.Search.FindAsync("owner", text, after, limit, Cancel);
            Assert.InRange(page.Links.Count, 0, limit);
            keys.AddRange(page.Links.Select(link => link.Key));
            after = page.Next is null ? null : OwnedLink.FromContinuation(page.Next.ToContinuation());
        }
        while (after is not null);
        return keys;
    }
}
