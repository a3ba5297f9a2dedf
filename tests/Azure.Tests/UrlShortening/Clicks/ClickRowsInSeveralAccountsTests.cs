using Serverless.Azure.Tests.Emulators;
using Serverless.Core.Tests.UrlShortening;
using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Clicks;
using Serverless.Core.UrlShortening.Clicks.RollUp;

namespace Serverless.Azure.Tests.UrlShortening.Clicks;

/// <summary>Rolled up clicks lie where their links do.</summary>
public sealed class ClickRowsInSeveralAccountsTests(Azurite azurite)
{
    private const string Nonce = "nonce-1";
    private static readonly DateOnly Day = new(2026, 11, 23);
    private static readonly long Run = new DateTimeOffset(Day, TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeSeconds() / 60;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Writes_reads_and_removes_each_bucket_in_the_account_of_its_keys()
    {
        var accounts = new TestLinkAccounts(azurite, 3);
        var (rows, links) = (accounts.ClickRows(), accounts.Links(TimeProvider.System));
        var keys = Enumerable.Range(0, 40).Select(i => $"key-{i}").ToArray();
        foreach (var key in keys)
        {
            await links.TryAddAsync(SampleLinks.Live(SampleLinks.Link(key)), Cancel);
            await rows.WriteAsync(LinkShard.BucketOf(key), Run, [new LinkClicks(key, Nonce, [new DaySummary(Day, Summary(key))])], Cancel);
        }

        foreach (var (clicks, rowsOfLinks) in accounts.Open("Clicks").Zip(accounts.Open("Links")))
        {
            var (counted, stored) = (await clicks.ListAsync("", 100, Cancel), await rowsOfLinks.ListAsync("", 100, Cancel));
            Assert.NotEmpty(counted);
            Assert.Equal(stored.Select(row => row.PartitionKey).Order(), counted.Select(row => row.RowKey.Split('!')[0]).Order());
        }

        foreach (var key in keys)
        {
            Assert.Equal(key.Length, (await rows.ListAsync(key, Nonce, null, Cancel)).Sum(day => day.Clicks.People));
            await rows.RemoveAsync(key, Nonce, Cancel);
        }

        Assert.Empty(await accounts.RowsAsync("Clicks"));
    }

    private static ClickSummary Summary(string key)
    {
        var summary = new ClickSummary();
        summary.Add([new ClickCount(new ClickSlot(key, Nonce, 0, "", IsBot: false), key.Length)]);
        return summary;
    }
}
