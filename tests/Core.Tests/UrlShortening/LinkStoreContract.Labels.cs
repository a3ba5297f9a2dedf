using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Links;

namespace Serverless.Core.Tests.UrlShortening;

/// <summary>What every <see cref="ILinkStore"/> does with the index by label.</summary>
public abstract partial class LinkStoreContract
{
    private static readonly LinkLabel Sale = LinkLabel.Tag("sale");

    [Fact]
    public async Task Lists_the_links_with_a_tag_newest_first()
    {
        var middle = await AddTaggedAsync("a", TimeSpan.FromDays(1), "sale");
        var newest = await AddTaggedAsync("b", TimeSpan.FromDays(60), "spring", "sale");
        await AddTaggedAsync("c", TimeSpan.FromDays(2), "spring");
        var oldest = await AddTaggedAsync("d", TimeSpan.Zero, "sale");

        Assert.Equal([newest, middle, oldest], await Store.ListByLabelAsync("owner", Sale, null, 10, Cancel));
        Assert.Equal([newest], await Store.ListByLabelAsync("owner", Sale, null, 1, Cancel));
        Assert.Equal([oldest], await Store.ListByLabelAsync("owner", Sale, middle, 10, Cancel));
        Assert.Equal([newest, middle, oldest], await Store.ListByLabelAsync("owner", Sale, OwnedLink.BeforeAll, 10, Cancel));
    }

    [Theory]
    [InlineData("sale", "sal")]
    [InlineData("sale", "sales")]
    [InlineData("sale", "Sale")]
    [InlineData("sale", "sale!")]
    [InlineData("größe", "grösse")]
    [InlineData("a b", "a-b")]
    [InlineData("/?#\\", "/?#")]
    public async Task Tells_tags_apart(string tag, string other)
    {
        var own = await AddTaggedAsync("a", TimeSpan.Zero, tag);
        var others = await AddTaggedAsync("b", TimeSpan.Zero, other);

        Assert.Equal([own], await Store.ListByLabelAsync("owner", LinkLabel.Tag(tag), null, 10, Cancel));
        Assert.Equal([others], await Store.ListByLabelAsync("owner", LinkLabel.Tag(other), null, 10, Cancel));
    }

    [Fact]
    public async Task Tells_a_tag_from_the_host_of_that_name_and_owners_from_one_another()
    {
        var toHost = SampleLinks.Link("a") with { Url = "https://EXAMPLE.org./path" };
        var tagged = SampleLinks.Link("b") with { Tags = new LinkTags(["example.org"]) };
        var strangers = SampleLinks.Link("c", "stranger") with { Url = "http://example.org" };
        foreach (var link in new[] { toHost, tagged, strangers })
        {
            await AddAsync(link);
        }

        Assert.Equal([SampleLinks.Entry(toHost)], await Store.ListByLabelAsync("owner", LinkLabel.Host("example.org"), null, 10, Cancel));
        Assert.Equal([SampleLinks.Entry(tagged)], await Store.ListByLabelAsync("owner", LinkLabel.Tag("example.org"), null, 10, Cancel));
        Assert.Equal([SampleLinks.Entry(strangers)], await Store.ListByLabelAsync("stranger", LinkLabel.Host("example.org"), null, 10, Cancel));
    }

    [Fact]
    public async Task Lists_a_link_under_the_labels_that_it_has_now()
    {
        var before = SampleLinks.Link("a") with { Tags = new LinkTags(["sale", "old"]) };
        var after = before with { Tags = new LinkTags(["sale", "new"]), Url = "https://other.example/", LabelNonce = "second" };
        await ReplaceAsync(await AddAsync(before), SampleLinks.Live(after));

        var entry = OwnedLink.LabelEntryOf(after);
        foreach (var label in new[] { Sale, LinkLabel.Tag("new"), LinkLabel.Host("other.example") })
        {
            Assert.Contains(entry, await Store.ListByLabelAsync("owner", label, null, 10, Cancel));
        }

        Assert.Empty(await Store.ListByLabelAsync("owner", LinkLabel.Tag("old"), null, 10, Cancel));
        Assert.Empty(await Store.ListByLabelAsync("owner", LinkLabel.Host("example.com"), null, 10, Cancel));
    }

    [Fact]
    public async Task Keeps_the_entries_of_a_link_whose_labels_did_not_change()
    {
        var link = SampleLinks.Link("a") with { Tags = new LinkTags(["sale"]) };
        await ReplaceAsync(await AddAsync(link), SampleLinks.Live(link with { Url = "https://example.com/other", Title = "Other" }));

        Assert.Equal([SampleLinks.Entry(link)], await Store.ListByLabelAsync("owner", Sale, null, 10, Cancel));
        Assert.Equal([SampleLinks.Entry(link)], await Store.ListByLabelAsync("owner", LinkLabel.Host("example.com"), null, 10, Cancel));
    }

    [Fact]
    public async Task Lists_no_link_that_is_gone_under_a_label()
    {
        var link = SampleLinks.Link("a") with { Tags = new LinkTags(["sale"]) };
        await ReplaceAsync(await AddAsync(link), SampleLinks.Gone("a"));

        Assert.Empty(await Store.ListByLabelAsync("owner", Sale, null, 10, Cancel));
    }

    private async Task<OwnedLink> AddTaggedAsync(string key, TimeSpan age, params string[] tags)
    {
        var link = SampleLinks.Link(key, createdAt: SampleLinks.Start + age) with { Tags = new LinkTags(tags) };
        Assert.True(await Store.TryAddAsync(link, Cancel));
        return SampleLinks.Entry(link);
    }
}
