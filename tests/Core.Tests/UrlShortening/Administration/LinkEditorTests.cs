using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Administration;

namespace Serverless.Core.Tests.UrlShortening.Administration;

/// <summary>How links change and end, whatever the store and others do.</summary>
public sealed class LinkEditorTests
{
    private readonly Shortener shortener = new();

    [Theory]
    [InlineData(Fault.None)]
    [InlineData(Fault.AnswerLost)]
    [InlineData(Fault.RequestLost)]
    public async Task Deletes_once_whatever_gets_lost(Fault fault)
    {
        var key = (await shortener.CreateAsync()).Link!.Key;
        shortener.Store.Fail(fault);
        Assert.Equal(LinkStatus.Ok, await shortener.DeleteAsync(key));
        Assert.Equal(LinkStatus.Gone, await shortener.FollowAsync(key));
        Assert.Equal(LinkStatus.NotFound, await shortener.DeleteAsync(key));
    }

    [Theory]
    [InlineData(Fault.None)]
    [InlineData(Fault.AnswerLost)]
    [InlineData(Fault.RequestLost)]
    public async Task Changes_what_is_named_whatever_gets_lost(Fault fault)
    {
        var link = (await shortener.CreateAsync()).Link!;
        shortener.Store.Fail(fault);
        var changed = (await shortener.ChangeAsync(link.Key, new LinkChange { Redirect = 302 })).Link!;
        Assert.Equal(link with { Redirect = LinkRedirect.Temporary, Revision = changed.Revision }, changed);
        Assert.Equal(changed, (await shortener.Reader.FollowAsync(link.Key, TestContext.Current.CancellationToken)).Link);
    }

    [Fact]
    public async Task Keeps_what_another_changed_at_the_same_time()
    {
        var key = (await shortener.CreateAsync()).Link!.Key;
        var other = new Shortener(links: shortener.Store, seed: 2);
        shortener.Store.BeforeNextWrite = () => other.ChangeAsync(key, new LinkChange { Redirect = 302 }).GetAwaiter().GetResult();
        var changed = (await shortener.ChangeAsync(key, new LinkChange { Url = "https://example.com/new" })).Link!;
        Assert.Equal(("https://example.com/new", LinkRedirect.Temporary), (changed.Url, changed.Redirect));
    }

    [Fact]
    public async Task Does_not_bring_back_a_link_that_another_deleted_at_the_same_time()
    {
        var key = (await shortener.CreateAsync()).Link!.Key;
        var other = new Shortener(links: shortener.Store, seed: 2);
        shortener.Store.BeforeNextWrite = () => other.DeleteAsync(key).GetAwaiter().GetResult();
        Assert.Equal(LinkStatus.Gone, (await shortener.ChangeAsync(key, new LinkChange { Redirect = 302 })).Status);
        Assert.Equal(LinkStatus.Gone, await shortener.FollowAsync(key));
    }

    [Fact]
    public async Task Lets_an_expired_link_be_neither_changed_nor_deleted()
    {
        var key = (await shortener.CreateAsync(expiresIn: TimeSpan.FromMinutes(1))).Link!.Key;
        shortener.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(LinkStatus.Gone, (await shortener.ChangeAsync(key, new LinkChange { Redirect = 302 })).Status);
        Assert.Equal(LinkStatus.NotFound, await shortener.DeleteAsync(key));
    }

    [Theory]
    [InlineData(Fault.None)]
    [InlineData(Fault.AnswerLost)]
    [InlineData(Fault.RequestLost)]
    public async Task Brings_back_what_was_deleted_as_it_was_whatever_gets_lost(Fault fault)
    {
        var link = (await shortener.CreateAsync()).Link!;
        await shortener.DeleteAsync(link.Key);
        shortener.Store.Fail(fault);
        Assert.Equal(link, (await shortener.RestoreAsync(link.Key)).Link! with { Revision = null });
        Assert.Equal(link, (await shortener.RestoreAsync(link.Key)).Link! with { Revision = null });
        Assert.Equal(LinkStatus.Ok, await shortener.FollowAsync(link.Key));
    }

    [Fact]
    public async Task Brings_back_what_has_expired_with_a_new_end_before_and_after_the_clean_up()
    {
        var link = (await shortener.CreateAsync(expiresIn: TimeSpan.FromHours(1))).Link!;
        foreach (var isCleanedUp in new[] { false, true })
        {
            shortener.Time.Advance(TimeSpan.FromHours(2));
            await (isCleanedUp ? shortener.CleanUpAsync() : Task.CompletedTask);
            Assert.Equal(LinkStatus.Gone, await shortener.FollowAsync(link.Key));
            Assert.Equal(LinkStatus.Invalid, (await shortener.RestoreAsync(link.Key)).Status);
            var end = shortener.Time.GetUtcNow().AddHours(1);
            Assert.Equal(link with { ExpiresAt = end }, (await shortener.ChangeAsync(link.Key, new LinkChange { ExpiresAt = end })).Link! with { Revision = null });
        }

        shortener.Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(shortener.Time.GetUtcNow().AddDays(1), (await shortener.RestoreAsync(link.Key, new LinkRestoration { ExpiresIn = TimeSpan.FromDays(1) })).Link!.ExpiresAt);
        Assert.Equal(LinkStatus.Ok, await shortener.FollowAsync(link.Key));
    }

    [Fact]
    public async Task Brings_a_deleted_link_back_by_no_mere_change()
    {
        var key = (await shortener.CreateAsync()).Link!.Key;
        await shortener.DeleteAsync(key);
        Assert.Equal(LinkStatus.Gone, (await shortener.ChangeAsync(key, new LinkChange { ExpiresAt = SampleLinks.Start.AddDays(1) })).Status);
    }

    [Fact]
    public async Task Brings_nothing_back_for_a_stranger_nor_once_the_quarantine_is_over()
    {
        var key = (await shortener.CreateAsync()).Link!.Key;
        await shortener.DeleteAsync(key);
        Assert.Equal(LinkStatus.NotOwner, (await shortener.RestoreAsync(key, caller: Shortener.Stranger)).Status);
        shortener.Time.Advance(TimeSpan.FromDays(30));
        Assert.Equal(LinkStatus.Gone, (await shortener.RestoreAsync(key)).Status);
        Assert.Equal(LinkStatus.NotFound, (await shortener.RestoreAsync("unused")).Status);
    }

    [Fact]
    public async Task Lists_a_link_that_was_brought_back_for_its_owner()
    {
        var link = (await shortener.CreateAsync()).Link!;
        await shortener.DeleteAsync(link.Key);
        Assert.Empty((await shortener.Reader.ListAsync("owner", null, 10, TestContext.Current.CancellationToken)).Links);
        var restored = (await shortener.RestoreAsync(link.Key)).Link!;
        Assert.Equal([restored], (await shortener.Reader.ListAsync("owner", null, 10, TestContext.Current.CancellationToken)).Links);
    }

    [Fact]
    public async Task Lets_nobody_but_the_owner_and_an_admin_touch_a_link()
    {
        var key = (await shortener.CreateAsync()).Link!.Key;
        Assert.Equal(LinkStatus.NotOwner, (await shortener.ChangeAsync(key, new LinkChange { Redirect = 302 }, Shortener.Stranger)).Status);
        Assert.Equal(LinkStatus.NotOwner, await shortener.DeleteAsync(key, Shortener.Stranger));
        Assert.Equal(LinkStatus.Ok, (await shortener.ChangeAsync(key, new LinkChange { Redirect = 302 }, Shortener.Admin)).Status);
        Assert.Equal(LinkStatus.Ok, await shortener.DeleteAsync(key, Shortener.Admin));
    }

    [Theory]
    [InlineData("no such key")]
    [InlineData("abcdefgh")]
    public async Task Knows_nothing_of_a_key_that_is_none(string key)
    {
        Assert.Equal(LinkStatus.NotFound, (await shortener.ChangeAsync(key, new LinkChange())).Status);
        Assert.Equal(LinkStatus.NotFound, await shortener.DeleteAsync(key));
    }

    [Fact]
    public async Task Is_followed_here_at_once_by_whoever_had_followed_the_link_before()
    {
        var key = (await shortener.CreateAsync()).Link!.Key;
        Assert.Equal("https://example.com/", await shortener.Following.FollowAsync(key));
        await shortener.ChangeAsync(key, new LinkChange { Url = "https://example.com/new" });
        Assert.Equal("https://example.com/new", await shortener.Following.FollowAsync(key));
        await shortener.DeleteAsync(key);
        Assert.Equal("Gone", await shortener.Following.FollowAsync(key));
    }

    [Fact]
    public async Task Is_followed_here_at_once_though_nobody_was_told_that_the_change_was_stored()
    {
        var key = (await shortener.CreateAsync()).Link!.Key;
        await shortener.Following.FollowAsync(key);
        shortener.Store.Fail(Fault.AnswerLost);
        using var leaving = new CancellationTokenSource();
        shortener.Store.BeforeNextWrite = leaving.Cancel;
        await Assert.ThrowsAnyAsync<Exception>(() => shortener.Editor.ChangeAsync(
            key, new LinkChange { Url = "https://example.com/new" }, Shortener.Owner, Shortener.Address, leaving.Token));
        Assert.Equal("https://example.com/new", await shortener.Following.FollowAsync(key));
    }

    [Fact]
    public async Task Writes_nothing_when_nothing_changes()
    {
        var link = (await shortener.CreateAsync()).Link!;
        var writes = shortener.Store.Writes;
        Assert.Equal(link, (await shortener.ChangeAsync(link.Key, new LinkChange { Url = link.Url })).Link);
        Assert.Equal(writes, shortener.Store.Writes);
    }
}
