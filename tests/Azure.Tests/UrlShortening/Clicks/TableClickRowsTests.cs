using Azure.Data.Tables;
using Serverless.Azure.Tests.Emulators;
using Serverless.Core.Storage;
using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Clicks;
using Serverless.Core.UrlShortening.Clicks.RollUp;

namespace Serverless.Azure.Tests.UrlShortening.Clicks;

/// <summary>What becomes of rolled up clicks in Table Storage, and that a row always fits.</summary>
public sealed class TableClickRowsTests
{
    private const string Nonce = "nonce-1";
    private const int RunsADay = 96;

    // What the service counts: 4 bytes, keys in two bytes a character, and for each column 8, its name in two bytes a character, and 4 and the bytes of the value.
    private const int MaxRowBytes = 1_048_576;
    private const int MaxColumns = 252;

    private static readonly DateOnly Day = new(2026, 11, 23);
    private static readonly long DayStart = new DateTimeOffset(Day, TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeSeconds() / 60;

    private readonly UnreliableNetwork network = new();
    private readonly TestAccount account;
    private readonly TableClickRows rows;

    public TableClickRowsTests(Azurite azurite)
    {
        account = new TestAccount(azurite, network);
        rows = new TableClickRows(account.Tables);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Adds_up_runs_and_counts_one_once_that_is_written_again()
    {
        await WriteAsync(0, Link("abcd", 3));
        await WriteAsync(1, Link("abcd", 4));
        await WriteAsync(1, Link("abcd", 4));
        Assert.Equal(7, await PeopleAsync("abcd"));
        Assert.Equal(3, await PeopleAsync("abcd", before: RunOf(1)));
        Assert.Equal(0, await PeopleAsync("abcd", before: RunOf(0)));
        Assert.Single(await account.RowsAsync("Clicks"));
    }

    [Fact]
    public async Task Writes_a_hundred_links_with_one_request()
    {
        await WriteAsync(0, Link("abcd", 1));
        network.TakeRequests();
        await WriteAsync(1, [.. Enumerable.Range(0, 250).Select(i => Link("abcd", 1, nonce: $"n-{i}"))]);
        Assert.Equal(["POST $batch", "POST $batch", "POST $batch"], network.TakeRequests());
    }

    [Theory]
    [InlineData(NetworkFault.AnswerLost)]
    [InlineData(NetworkFault.RequestLost)]
    public async Task Counts_once_what_was_written_though_something_got_lost(NetworkFault fault)
    {
        await WriteAsync(0, Link("abcd", 1));
        network.Disturb("POST $batch", fault);
        await WriteAsync(1, Link("abcd", 3));
        Assert.Equal(4, await PeopleAsync("abcd"));
    }

    [Fact]
    public async Task Has_room_for_all_runs_of_a_day_with_as_many_referrers_as_there_are()
    {
        var names = Enumerable.Range(0, ClickSummary.MaxNamed).Select(i => $"{i:000}.{new string('a', 57)}.example.{new string('b', 40)}.test").ToArray();
        for (var run = 0; run < 124; run++)
        {
            await WriteAsync(run, Link("abcd", 1_000_000_000, Nonce, names));
        }

        var stored = await account.RowsAsync("Clicks");
        Assert.Equal(2, stored.Count);
        Assert.All(stored, row => Assert.InRange(SizeOf(row), 1, MaxRowBytes));
        Assert.All(stored, row => Assert.InRange(row.Count(pair => pair.Value is byte[]), 1, MaxColumns));
        Assert.Equal(124_000_000_000L * ClickSummary.MaxNamed, await PeopleAsync("abcd"));
    }

    [Fact]
    public async Task Gives_clicks_that_come_days_late_or_early_rows_of_their_own()
    {
        int[] runs = [-500, -1, 0, 119, 120, RunsADay * 3, RunsADay * 400];
        foreach (var run in runs)
        {
            await WriteAsync(run, Link("abcd", 1));
        }

        Assert.Equal(runs.Length, await PeopleAsync("abcd"));
        Assert.Equal(6, (await account.RowsAsync("Clicks")).Count);
        for (var i = 0; i < runs.Length; i++)
        {
            Assert.Equal(i, await PeopleAsync("abcd", before: RunOf(runs[i])));
        }
    }

    [Fact]
    public async Task Removes_one_issue_of_a_key_and_no_other()
    {
        var days = Enumerable.Range(0, 130).Select(day => new DaySummary(Day.AddDays(day), Summary(1, ""))).ToArray();
        await rows.WriteAsync(LinkShard.BucketOf("abcd"), RunOf(0), [new LinkClicks("abcd", Nonce, days), Link("abcd", 5, "nonce-2"), Link("abcd", 6, "nonce-")], Cancel);
        await rows.WriteAsync(LinkShard.BucketOf("ABCD"), RunOf(0), [Link("ABCD", 7)], Cancel);
        Assert.Equal(130, await PeopleAsync("abcd"));
        await Task.WhenAll(rows.RemoveAsync("abcd", Nonce, Cancel), rows.RemoveAsync("abcd", Nonce, Cancel));
        Assert.Equal(0, await PeopleAsync("abcd"));
        Assert.Equal(5, await PeopleAsync("abcd", "nonce-2"));
        Assert.Equal(6, await PeopleAsync("abcd", "nonce-"));
        Assert.Equal(7, await PeopleAsync("ABCD"));
        await rows.RemoveAsync("none", Nonce, Cancel);
    }

    [Fact]
    public async Task Says_so_when_the_table_does_not_answer()
    {
        network.DisturbAll(() => NetworkFault.RequestLost);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => WriteAsync(0, Link("abcd", 1)));
    }

    private static long RunOf(int number) => DayStart + (number * ClickRun.Grid);

    private static LinkClicks Link(string key, long clicks, string nonce = Nonce, params string[] referrers) =>
        new(key, nonce, [new DaySummary(Day, Summary(clicks, referrers.Length == 0 ? [""] : referrers))]);

    private static ClickSummary Summary(long clicks, params string[] referrers)
    {
        var summary = new ClickSummary();
        summary.Add(referrers.Select(referrer => new ClickCount(new ClickSlot("abcd", Nonce, 0, referrer, IsBot: false), clicks)));
        return summary;
    }

    private static int SizeOf(TableEntity row) =>
        4 + (2 * (row.PartitionKey.Length + row.RowKey.Length)) + row.Where(pair => pair.Value is byte[]).Sum(pair => 8 + (2 * pair.Key.Length) + 4 + ((byte[])pair.Value).Length);

    private Task WriteAsync(int run, params LinkClicks[] clicks) => rows.WriteAsync(LinkShard.BucketOf(clicks[0].Key), RunOf(run), clicks, Cancel);

    private async Task<long> PeopleAsync(string key, string nonce = Nonce, long? before = null) =>
        (await rows.ListAsync(key, nonce, before, Cancel)).Sum(day => day.Clicks.People);
}
