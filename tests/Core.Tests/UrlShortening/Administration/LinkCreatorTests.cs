using Serverless.Core.Access;
using Serverless.Core.Storage;
using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Administration;
using Serverless.Core.UrlShortening.Keys;
using Serverless.Core.UrlShortening.Links;

namespace Serverless.Core.Tests.UrlShortening.Administration;

/// <summary>How a link comes to be, whatever the store does.</summary>
public sealed class LinkCreatorTests
{
    private readonly Shortener shortener = new();

    [Fact]
    public async Task Lives_a_year_unless_told_otherwise()
    {
        var link = (await shortener.CreateAsync()).Link!;
        Assert.Equal(SampleLinks.Start.AddYears(1), link.ExpiresAt);
        shortener.Time.SetUtcNow(link.ExpiresAt.AddMilliseconds(-1));
        Assert.Equal(LinkStatus.Ok, await shortener.FollowAsync(link.Key));
        shortener.Time.SetUtcNow(link.ExpiresAt);
        Assert.Equal(LinkStatus.Gone, await shortener.FollowAsync(link.Key));
    }

    [Fact]
    public async Task Recognises_its_own_link_when_the_answer_got_lost()
    {
        shortener.Store.Fail(Fault.AnswerLost);
        var link = (await shortener.CreateAsync()).Link!;
        Assert.Equal(LinkStatus.Ok, await shortener.FollowAsync(link.Key));
        Assert.Equal(2, shortener.Store.Writes);
    }

    [Fact]
    public async Task Recognises_its_own_alias_when_the_answer_got_lost()
    {
        shortener.Store.Fail(Fault.AnswerLost);
        Assert.Equal(LinkStatus.Ok, (await shortener.CreateAsync(alias: "mine")).Status);
    }

    [Fact]
    public async Task Tries_again_when_the_request_got_lost()
    {
        shortener.Store.Fail(Fault.RequestLost, Fault.RequestLost, Fault.AnswerLost, Fault.RequestLost);
        var link = (await shortener.CreateAsync()).Link!;
        Assert.Equal(LinkStatus.Ok, await shortener.FollowAsync(link.Key));
    }

    [Fact]
    public async Task Gives_up_after_a_bounded_number_of_tries()
    {
        shortener.Store.Fail([.. Enumerable.Repeat(Fault.RequestLost, 100)]);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => shortener.CreateAsync());
        Assert.Equal(StoreRetry.Retries + 1, shortener.Store.Writes);
    }

    [Fact]
    public async Task Takes_the_next_key_when_one_is_in_use()
    {
        var first = new Shortener(links: shortener.Store, blocks: await BlockOfAsync("aaaaaaaa"), seed: 1);
        var second = new Shortener(links: shortener.Store, blocks: await BlockOfAsync("aaaaaaaa", "bbbbbbbb"), seed: 2);
        Assert.Equal("aaaaaaaa", (await first.CreateAsync(url: "https://example.com/first")).Link!.Key);
        Assert.Equal("bbbbbbbb", (await second.CreateAsync(url: "https://example.com/second")).Link!.Key);
        Assert.Equal("https://example.com/first", (await second.Reader.FollowAsync("aaaaaaaa", TestContext.Current.CancellationToken)).Link!.Url);
    }

    [Fact]
    public async Task Gives_an_alias_out_again_only_after_its_quarantine()
    {
        await shortener.CreateAsync(alias: "again");
        await shortener.DeleteAsync("again");
        Assert.Equal(LinkStatus.AliasTaken, (await shortener.CreateAsync(alias: "again")).Status);
        shortener.Time.Advance(TimeSpan.FromDays(30) - TimeSpan.FromMilliseconds(1));
        Assert.Equal(LinkStatus.AliasTaken, (await shortener.CreateAsync(alias: "again")).Status);
        shortener.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(LinkStatus.Ok, (await shortener.CreateAsync(alias: "again")).Status);
        Assert.Equal(LinkStatus.Ok, await shortener.FollowAsync("again"));
    }

    [Fact]
    public async Task Does_not_take_an_expired_alias_that_has_had_no_quarantine()
    {
        await shortener.CreateAsync(alias: "expired", expiresIn: TimeSpan.FromMinutes(1));
        shortener.Time.Advance(TimeSpan.FromDays(365));
        Assert.Equal(LinkStatus.AliasTaken, (await shortener.CreateAsync(alias: "expired")).Status);
    }

    [Fact]
    public async Task Lets_one_of_two_have_an_alias_whose_quarantine_has_ended()
    {
        await shortener.CreateAsync(alias: "race");
        await shortener.DeleteAsync("race");
        shortener.Time.Advance(TimeSpan.FromDays(31));
        var other = new Shortener(links: shortener.Store, seed: 2);
        other.Time.SetUtcNow(shortener.Time.GetUtcNow());
        var results = await Task.WhenAll(shortener.CreateAsync(alias: "race"), other.CreateAsync(alias: "race", caller: Shortener.Stranger));
        Assert.Equal([LinkStatus.Ok, LinkStatus.AliasTaken], results.Select(result => result.Status).Order());
    }

    [Fact]
    public async Task Gives_up_when_one_key_after_another_is_in_use()
    {
        var keys = Enumerable.Range(0, 200).Select(number => $"taken{number:000}").ToArray();
        foreach (var key in keys)
        {
            await shortener.Store.TryAddAsync(SampleLinks.Link(key), TestContext.Current.CancellationToken);
        }

        var other = new Shortener(links: shortener.Store, blocks: await BlockOfAsync(keys), seed: 2);
        await Assert.ThrowsAsync<WriteConflictException>(() => other.CreateAsync());
    }

    [Fact]
    public async Task Passes_over_a_whole_block_of_keys_that_are_taken()
    {
        var keys = Enumerable.Range(0, 64).Select(number => $"taken{number:000}").ToArray();
        foreach (var key in keys)
        {
            await shortener.Store.TryAddAsync(SampleLinks.Link(key), TestContext.Current.CancellationToken);
        }

        var other = new Shortener(links: shortener.Store, blocks: await BlockOfAsync(keys), seed: 2);
        Assert.DoesNotContain((await other.CreateAsync()).Link!.Key, keys);
    }

    [Fact]
    public async Task Lets_anyone_have_an_alias_that_looks_like_a_key_of_the_pool_and_passes_over_it_then()
    {
        var other = new Shortener(links: shortener.Store, blocks: await BlockOfAsync("aaaaaaaa", "bbbbbbbb"), seed: 2);
        Assert.Equal("aaaaaaaa", (await other.CreateAsync(alias: "aaaaaaaa")).Link!.Key);
        Assert.Equal("bbbbbbbb", (await other.CreateAsync()).Link!.Key);
        Assert.Equal(LinkStatus.AliasTaken, (await other.CreateAsync(alias: "bbbbbbbb")).Status);
    }

    [Fact]
    public async Task Lets_an_admin_say_of_a_link_from_elsewhere_what_it_was()
    {
        var created = SampleLinks.Start.AddYears(-6);
        var request = new NewLink { Url = "https://example.com/", Key = "x", Owner = "shop", CreatedAt = created, Clicks = 1_234, Bots = 56, ExpiresIn = TimeSpan.FromDays(1) };
        var link = (await CreateAsync(request, Shortener.Admin)).Link!;
        Assert.Equal(("x", "shop", created, SampleLinks.Start.AddDays(1), 1_234, 56), (link.Key, link.Owner, link.CreatedAt, link.ExpiresAt, link.CarriedClicks, link.CarriedBots));
        Assert.Equal(link, (await shortener.Reader.FollowAsync("x", TestContext.Current.CancellationToken)).Link);
    }

    [Fact]
    public async Task Keeps_a_link_that_ended_elsewhere_in_quarantine_from_its_end_on()
    {
        var ended = SampleLinks.Start.AddDays(-29);
        var request = new NewLink { Url = "https://example.com/", Key = "over", EndedAt = ended, ExpiresAt = ended };
        Assert.Equal(LinkStatus.Ok, (await CreateAsync(request, Shortener.Admin)).Status);
        Assert.Equal(LinkStatus.Gone, await shortener.FollowAsync("over"));
        Assert.Equal(LinkStatus.AliasTaken, (await shortener.CreateAsync(alias: "over")).Status);
        shortener.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(LinkStatus.Ok, (await shortener.CreateAsync(alias: "over")).Status);
    }

    [Fact]
    public async Task Refuses_others_than_admins_what_is_an_admins_to_say()
    {
        var past = SampleLinks.Start.AddDays(-1);
        var request = new NewLink { Url = "https://example.com/", Key = "mine", Owner = "shop", CreatedAt = past, Clicks = 0, Bots = 0, EndedAt = past };
        var result = await CreateAsync(request, Shortener.Owner);
        Assert.Equal(LinkStatus.NotAdmin, result.Status);
        Assert.Equal(["key", "owner", "createdAt", "clicks", "bots", "endedAt"], result.Errors!.ToDictionary().Keys);
        Assert.Equal(LinkStatus.Ok, (await CreateAsync(new NewLink { Url = "https://example.com/", Owner = "owner" }, Shortener.Owner)).Status);
        Assert.Equal(1, shortener.Store.Writes);
    }

    [Fact]
    public async Task Takes_aliases_as_short_as_the_operator_allows_and_any_of_an_admin()
    {
        var strict = new Shortener(settings: new LinksOptions { MinAlias = 6 });
        Assert.Equal(LinkStatus.Invalid, (await strict.CreateAsync(alias: "five5")).Status);
        Assert.Equal(LinkStatus.Ok, (await strict.CreateAsync(alias: "sixsix")).Status);
        Assert.Equal(LinkStatus.Ok, (await strict.CreateAsync(alias: "a", caller: Shortener.Admin)).Status);
    }

    [Theory]
    [InlineData("taken", LinkStatus.AliasTaken)]
    [InlineData("free", LinkStatus.Ok)]
    [InlineData("api", LinkStatus.Invalid)]
    [InlineData(null, LinkStatus.Ok)]
    public async Task Says_what_would_become_of_a_link_and_writes_nothing(string? alias, LinkStatus status)
    {
        await shortener.CreateAsync(alias: "taken");
        var writes = shortener.Store.Writes;
        var request = new NewLink { Url = "https://example.com/", Alias = alias };
        Assert.Equal(status, (await shortener.Creator.TryOutAsync(request, Shortener.Owner, Shortener.Address, TestContext.Current.CancellationToken)).Status);
        Assert.Equal(writes, shortener.Store.Writes);
    }

    [Fact]
    public async Task Writes_nothing_when_the_request_is_invalid()
    {
        var result = await shortener.CreateAsync(url: "https://sho.rt/abcd");
        Assert.Equal(LinkStatus.Invalid, result.Status);
        Assert.Equal(0, shortener.Store.Writes);
    }

    private Task<LinkResult> CreateAsync(NewLink request, Caller caller) =>
        shortener.Creator.CreateAsync(request, caller, Shortener.Address, TestContext.Current.CancellationToken);

    private static async Task<InMemoryKeyBlockStore> BlockOfAsync(params string[] keys)
    {
        var blocks = new InMemoryKeyBlockStore();
        await blocks.TryAddAsync(new KeyBlock { Shard = 0, Id = "block", Keys = keys }, TestContext.Current.CancellationToken);
        return blocks;
    }
}
