using Serverless.Core.Storage;
using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Administration;
using Serverless.Core.UrlShortening.Clicks;
using Serverless.Core.UrlShortening.Keys;
using Serverless.Core.UrlShortening.Links;

namespace Serverless.Core.Tests.UrlShortening.Expiry;

/// <summary>What becomes of links whose time is over, and of their keys.</summary>
public sealed class ExpiredLinksTests
{
    private readonly InMemoryLinkStore links = new();
    private readonly InMemoryKeyBlockStore blocks = new();
    private readonly Shortener shortener;

    public ExpiredLinksTests() => shortener = new Shortener(links, blocks);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sends_nothing_when_nothing_is_due()
    {
        await shortener.CreateAsync();
        Assert.Equal(0, await shortener.Expired.RunAsync(Cancel));
    }

    [Fact]
    public async Task Sends_one_message_for_each_partition_that_is_due()
    {
        for (var i = 0; i < 200; i++)
        {
            await shortener.CreateAsync(expiresIn: TimeSpan.FromMinutes(i));
        }

        shortener.Time.Advance(TimeSpan.FromMinutes(115));
        await shortener.Expired.RunAsync(Cancel);
        var due = links.Rows.Where(stored => stored.Row.DueAt <= SampleLinks.Start.AddMinutes(100)).Select(stored => DueLink.Of(stored.Row).Partition.ToString());
        Assert.Equal(due.Distinct().Order(StringComparer.Ordinal), shortener.Queue.Messages.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Puts_an_expired_link_into_quarantine_and_gives_its_key_back_after_it()
    {
        var link = (await shortener.CreateAsync(expiresIn: TimeSpan.FromHours(1))).Link!;
        shortener.Time.Advance(TimeSpan.FromHours(1) + ExpiryPartition.Grace);
        await shortener.CleanUpAsync();
        Assert.Equal(new LinkRow.Gone(link.Key, link.Nonce, shortener.Time.GetUtcNow().AddDays(30), link, link.ExpiresAt), Assert.Single(links.Rows).Row);
        Assert.Equal(1, links.DueEntries);

        shortener.Time.Advance(TimeSpan.FromDays(30));
        await shortener.CleanUpAsync();
        Assert.Single(links.Rows);
        shortener.Time.Advance(ExpiryPartition.Grace);
        await shortener.CleanUpAsync();
        Assert.Empty(links.Rows);
        Assert.Equal(0, links.DueEntries);
        Assert.Contains(blocks.All, block => block.IsFree && block.Keys.SequenceEqual([link.Key]));
    }

    [Fact]
    public async Task Removes_the_row_of_an_alias_after_its_quarantine()
    {
        await shortener.CreateAsync(alias: "spring-sale");
        await shortener.DeleteAsync("spring-sale");
        shortener.Time.Advance(TimeSpan.FromDays(30) + ExpiryPartition.Grace);
        await shortener.CleanUpAsync();
        Assert.Empty(links.Rows);
        Assert.Empty(blocks.All);
    }

    [Fact]
    public async Task Leaves_a_link_alone_whose_end_was_put_off()
    {
        var link = (await shortener.CreateAsync(expiresIn: TimeSpan.FromHours(1))).Link!;
        await shortener.ChangeAsync(link.Key, new LinkChange { ExpiresAt = link.ExpiresAt.AddHours(1) });
        shortener.Time.Advance(TimeSpan.FromHours(1) + ExpiryPartition.Grace);
        await shortener.CleanUpAsync();
        Assert.Equal(LinkStatus.Ok, await shortener.FollowAsync(link.Key));
        Assert.Equal(1, links.DueEntries);
    }

    [Fact]
    public async Task Keeps_the_clicks_on_a_link_until_its_key_is_free_for_another()
    {
        var link = (await shortener.CreateAsync(expiresIn: TimeSpan.FromHours(1))).Link!;
        await ClickAsync(link);
        shortener.Time.Advance(TimeSpan.FromHours(1) + ExpiryPartition.Grace);
        await shortener.CleanUpAsync();
        Assert.Single(await ClicksAsync(link));
        shortener.Time.Advance(TimeSpan.FromDays(30) + ExpiryPartition.Grace);
        await shortener.CleanUpAsync();
        Assert.Empty(await ClicksAsync(link));
    }

    [Fact]
    public async Task Removes_the_clicks_on_a_deleted_link_when_it_would_have_ended()
    {
        var link = (await shortener.CreateAsync(alias: "spring-sale", expiresIn: TimeSpan.FromDays(90))).Link!;
        await ClickAsync(link);
        await shortener.DeleteAsync(link.Key);
        shortener.Time.Advance(TimeSpan.FromDays(31));
        await shortener.CleanUpAsync();
        var next = (await shortener.CreateAsync(alias: "spring-sale", expiresIn: TimeSpan.FromDays(365))).Link!;
        await ClickAsync(next);
        shortener.Time.Advance(TimeSpan.FromDays(60));
        await shortener.CleanUpAsync();
        Assert.Empty(await ClicksAsync(link));
        Assert.Single(await ClicksAsync(next));
    }

    [Fact]
    public async Task Keeps_the_clicks_on_a_link_whose_end_was_put_off()
    {
        var link = (await shortener.CreateAsync(expiresIn: TimeSpan.FromHours(1))).Link!;
        await ClickAsync(link);
        await shortener.ChangeAsync(link.Key, new LinkChange { ExpiresAt = link.ExpiresAt.AddHours(1) });
        shortener.Time.Advance(TimeSpan.FromHours(1) + ExpiryPartition.Grace);
        await shortener.CleanUpAsync();
        Assert.Single(await ClicksAsync(link));
    }

    [Theory]
    [InlineData(Fault.RequestLost)]
    [InlineData(Fault.AnswerLost)]
    public async Task Comes_back_for_the_clicks_that_an_interrupted_run_left(Fault fault)
    {
        var link = (await shortener.CreateAsync(alias: "spring-sale", expiresIn: TimeSpan.FromHours(1))).Link!;
        await ClickAsync(link);
        shortener.Time.Advance(TimeSpan.FromHours(1) + ExpiryPartition.Grace);
        await shortener.CleanUpAsync();
        shortener.Time.Advance(TimeSpan.FromDays(30) + ExpiryPartition.Grace);
        shortener.Clicks.Fail(fault);
        await Assert.ThrowsAsync<StoreUnavailableException>(shortener.CleanUpAsync);
        Assert.Equal(1, links.DueEntries);
        await shortener.CleanUpAsync();
        Assert.Empty(await ClicksAsync(link));
        Assert.Equal(0, links.DueEntries);
    }

    [Fact]
    public async Task Does_nothing_for_a_partition_without_entries() =>
        Assert.Equal(0, await shortener.CleanUp.RunAsync(ExpiryPartition.First(0), Cancel));

    [Fact]
    public async Task Cleans_up_more_than_a_page_and_gives_every_key_back_once()
    {
        var keys = new List<string>();
        for (var i = 0; i < 8_000; i++)
        {
            var link = SampleLinks.Link(shortener.Generator.NextKey()) with { ExpiresAt = SampleLinks.Start.AddMinutes(1) };
            await links.TryAddAsync(link, Cancel);
            keys.Add(link.Key);
        }

        shortener.Time.Advance(TimeSpan.FromHours(1));
        await shortener.CleanUpAsync();
        Assert.All(links.Rows, stored => Assert.IsType<LinkRow.Gone>(stored.Row));
        shortener.Time.Advance(TimeSpan.FromDays(31));
        await shortener.CleanUpAsync();
        Assert.Empty(links.Rows);
        Assert.Equal(keys.Order(StringComparer.Ordinal), blocks.All.SelectMany(block => block.Keys).Order(StringComparer.Ordinal));
        Assert.All(blocks.All, block => Assert.InRange(block.Keys.Count, 1, KeyBlock.Size));
    }

    private Task ClickAsync(ShortLink link) => shortener.Clicks.AddAsync(
        new ClickBatch(link.Nonce, 1, [new ClickCount(new ClickSlot(link.Key, link.Nonce, new DateOnly(2026, 11, 23), ""), 1)]), Cancel);

    private Task<IReadOnlyList<ClickCount>> ClicksAsync(ShortLink link) => shortener.Clicks.ListAsync(link.Key, link.Nonce, Cancel);
}
