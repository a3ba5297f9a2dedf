using Serverless.Core.Storage;
using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Keys;

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
        var keys = Enumerable.Range(0, 20).Select(number => $"taken{number:000}").ToArray();
        foreach (var key in keys)
        {
            await shortener.Store.TryAddAsync(SampleLinks.Link(key), TestContext.Current.CancellationToken);
        }

        var other = new Shortener(links: shortener.Store, blocks: await BlockOfAsync(keys), seed: 2);
        await Assert.ThrowsAsync<WriteConflictException>(() => other.CreateAsync());
    }

    [Fact]
    public async Task Writes_nothing_when_the_request_is_invalid()
    {
        var result = await shortener.CreateAsync(url: "https://sho.rt/abcd");
        Assert.Equal(LinkStatus.Invalid, result.Status);
        Assert.Equal(0, shortener.Store.Writes);
    }

    private static async Task<InMemoryKeyBlockStore> BlockOfAsync(params string[] keys)
    {
        var blocks = new InMemoryKeyBlockStore();
        await blocks.TryAddAsync(new KeyBlock { Shard = 0, Id = "block", Keys = keys }, TestContext.Current.CancellationToken);
        return blocks;
    }
}
