using Serverless.Core.Storage;
using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Administration;
using Serverless.Core.UrlShortening.Links;

namespace Serverless.Core.Tests.UrlShortening.Administration;

/// <summary>Which changes give a link another revision, and what a demand for one holds off.</summary>
public sealed class LinkRevisionTests
{
    private readonly Shortener shortener = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Fault.None)]
    [InlineData(Fault.AnswerLost)]
    [InlineData(Fault.RequestLost)]
    public async Task Changes_what_has_the_revision_whatever_gets_lost(Fault fault)
    {
        var link = (await shortener.CreateAsync()).Link!;
        shortener.Store.Fail(fault);
        var changed = (await ChangeAsync(link, link.Revision)).Link!;
        Assert.NotEqual(link.Revision, changed.Revision);
        Assert.Equal(changed.Revision, (await Assert.ThrowsAsync<PreconditionFailedException>(() => ChangeAsync(link, link.Revision))).Revision);
        Assert.Equal(changed, (await shortener.Reader.FollowAsync(link.Key, Cancel)).Link);
    }

    [Fact]
    public async Task Leaves_what_another_changed_between_reading_and_writing()
    {
        var link = (await shortener.CreateAsync()).Link!;
        var other = new Shortener(links: shortener.Store, seed: 2);
        shortener.Store.BeforeNextWrite = () => other.ChangeAsync(link.Key, new LinkChange { Url = "https://example.com/other" }).GetAwaiter().GetResult();
        await Assert.ThrowsAsync<PreconditionFailedException>(() => ChangeAsync(link, link.Revision));
        Assert.Equal("https://example.com/other", (await shortener.Reader.FollowAsync(link.Key, Cancel)).Link!.Url);
    }

    [Theory]
    [InlineData(Fault.None)]
    [InlineData(Fault.AnswerLost)]
    public async Task Deletes_what_has_the_revision_and_nothing_else(Fault fault)
    {
        var link = (await shortener.CreateAsync()).Link!;
        await Assert.ThrowsAsync<PreconditionFailedException>(() => DeleteAsync(link, "another"));
        Assert.Equal(LinkStatus.Ok, await shortener.FollowAsync(link.Key));
        shortener.Store.Fail(fault);
        Assert.Equal(LinkStatus.Ok, (await DeleteAsync(link, link.Revision)).Status);
        Assert.Equal(LinkStatus.NotFound, (await DeleteAsync(link, "another")).Status);
    }

    [Fact]
    public async Task Is_never_that_of_an_earlier_link_of_the_key_nor_of_the_link_before_it_was_brought_back()
    {
        var revisions = new List<string>();
        for (var round = 0; round < 3; round++)
        {
            revisions.Add((await shortener.CreateAsync(alias: "again-and-again", expiresIn: TimeSpan.FromHours(1))).Link!.Revision);
            await shortener.DeleteAsync("again-and-again");
            revisions.Add((await shortener.RestoreAsync("again-and-again")).Link!.Revision);
            shortener.Time.Advance(TimeSpan.FromHours(2));
            await shortener.CleanUpAsync();
            revisions.Add((await shortener.ChangeAsync("again-and-again", new LinkChange { ExpiresAt = shortener.Time.GetUtcNow().AddHours(1) })).Link!.Revision);
            await shortener.DeleteAsync("again-and-again");
            shortener.Time.Advance(new LinksOptions().Quarantine + TimeSpan.FromHours(2));
            await shortener.CleanUpAsync();
        }

        Assert.Equal(9, revisions.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Stays_where_a_change_changes_nothing_and_where_the_system_writes_the_row()
    {
        var link = (await shortener.CreateAsync(expiresIn: TimeSpan.FromHours(1))).Link!;
        var changed = (await ChangeAsync(link, link.Revision)).Link!;
        Assert.Equal(changed.Revision, (await ChangeAsync(link, changed.Revision)).Link!.Revision);
        shortener.Time.Advance(TimeSpan.FromHours(2));
        await shortener.CleanUpAsync();
        Assert.IsType<LinkRow.Gone>((await shortener.Store.FindAsync(link.Key, Cancel))!.Row);
        Assert.Equal(changed.Revision, (await shortener.Store.FindAsync(link.Key, Cancel))!.Row.Issue!.Revision);
    }

    private Task<LinkResult> ChangeAsync(ShortLink link, string revision) => shortener.Editor.ChangeAsync(
        link.Key, new LinkChange { Url = "https://example.com/new" }, new Precondition { OneOf = [revision] }, Shortener.Owner, Shortener.Address, Cancel);

    private Task<LinkResult> DeleteAsync(ShortLink link, string revision) =>
        shortener.Editor.DeleteAsync(link.Key, new Precondition { OneOf = [revision] }, Shortener.Owner, Cancel);
}
