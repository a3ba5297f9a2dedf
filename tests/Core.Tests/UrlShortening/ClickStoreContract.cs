using Serverless.Core.UrlShortening.Clicks;

namespace Serverless.Core.Tests.UrlShortening;

/// <summary>What every <see cref="IClickStore"/> does.</summary>
public abstract class ClickStoreContract : IAsyncLifetime
{
    private const string Nonce = "nonce-1";
    private static readonly DateTimeOffset Time = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);
    protected static readonly DateOnly Day = new(2026, 11, 23);

    /// <summary>The store under test, one for the whole test.</summary>
    protected abstract IClickStore Store { get; }

    /// <summary>The most clicks that it adds up exactly.</summary>
    protected virtual long MostClicks => long.MaxValue;

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Knows_of_no_clicks_on_a_key_that_had_none() => Assert.Empty(await ListAsync("none"));

    [Fact]
    public async Task Adds_up_the_batches_of_all_instances()
    {
        await AddAsync("one", 1, Count("abcd", 3), Count("abcd", 2, "example.com"));
        await AddAsync("two", 1, Count("abcd", 10));
        await AddAsync("one", 2, Count("abcd", 1), Count("abcd", 1, "example.com"), Count("abcd", 7, day: 1));
        Assert.Equal([new(Day, "", 14), new(Day, "example.com", 3), new(Day.AddDays(1), "", 7)], await ListAsync("abcd"));
    }

    [Fact]
    public async Task Adds_up_the_hours_of_a_day()
    {
        await AddAsync("one", 1, Count("abcd", 3), Count("abcd", 4, hour: 13), Count("abcd", 5, hour: 14));
        Assert.Equal([new(Day, "", 7), new(Day.AddDays(1), "", 5)], await ListAsync("abcd"));
    }

    [Fact]
    public async Task Counts_robots_apart_whatever_led_them_here()
    {
        await AddAsync("one", 1, Count("abcd", 3), Bots("abcd", 4), Bots("abcd", 5, "example.com"));
        await AddAsync("one", 2, Bots("abcd", 6));
        await AddAsync("two", 1, Bots("abcd", 7), Bots("abcd", 1, ReferrerHost.Other));
        Assert.Equal([new(Day, "", 3)], await ListAsync("abcd"));
        Assert.Equal(23, (await Store.ListAsync("abcd", Nonce, Cancel)).Sum(day => day.Clicks.Bots));
    }

    [Fact]
    public async Task Keeps_keys_issues_and_letter_cases_apart()
    {
        await AddAsync("one", 1, Count("abcd", 1), Count("ABCD", 2), Count("abcd-", 3), Again("abcd", 5));
        Assert.Equal([new(Day, "", 1)], await ListAsync("abcd"));
        Assert.Equal([new(Day, "", 2)], await ListAsync("ABCD"));
        Assert.Equal([new(Day, "", 5)], await ListAsync("abcd", "nonce-2"));
    }

    [Fact]
    public async Task Adds_a_batch_once_that_is_sent_again()
    {
        var batch = new ClickBatch("one", 7, [Count("abcd", 3), Count("efgh", 4), Bots("efgh", 5)]);
        await Store.AddAsync(batch, Cancel);
        await Store.AddAsync(batch, Cancel);
        Assert.Equal([new(Day, "", 3)], await ListAsync("abcd"));
        Assert.Equal([new(Day, "", 4)], await ListAsync("efgh"));
        Assert.Equal(5, Assert.Single(await Store.ListAsync("efgh", Nonce, Cancel)).Clicks.Bots);
    }

    [Fact]
    public async Task Names_a_newcomer_that_becomes_the_most_frequent_and_keeps_the_total()
    {
        const int Early = 2 * ClickSummary.MaxNamed;
        await AddAsync("one", 1, [.. Enumerable.Range(0, Early).Select(i => Count("abcd", 2, $"host-{i:000}.example"))]);
        for (var batch = 0; batch < 20; batch++)
        {
            await AddAsync("one", batch + 2, Count("abcd", 1, "late.example"), Count("abcd", 1, $"passing-{batch}.example"));
        }

        var found = await ListAsync("abcd");
        Assert.Equal("late.example", found.Where(referrer => referrer.Host != ReferrerHost.Other).MaxBy(referrer => referrer.Clicks)!.Host);
        Assert.Equal((2 * Early) + 40, found.Sum(referrer => referrer.Clicks));
    }

    [Fact]
    public async Task Takes_the_longest_hosts()
    {
        var hosts = Enumerable.Range(10, 89).Select(i => $"{i}." + string.Concat(Enumerable.Repeat("a.", 123)) + "test").ToArray();
        await AddAsync("one", 1, [.. hosts.Select(host => Count("abcd", MostClicks / 128, host))]);
        var found = await ListAsync("abcd");
        Assert.True(found.Count > 70);
        Assert.Equal(89 * (MostClicks / 128), found.Sum(referrer => referrer.Clicks));
    }

    [Fact]
    public async Task Adds_the_batches_of_many_instances_at_the_same_time()
    {
        await Task.WhenAll(Enumerable.Range(0, 16).Select(i => AddAsync($"instance-{i}", 1, Count("abcd", 1, "example.com"), Count("abcd", 1))));
        Assert.Equal([new(Day, "", 16), new(Day, "example.com", 16)], await ListAsync("abcd"));
    }

    [Fact]
    public async Task Removes_the_clicks_on_one_issue_of_a_key_and_no_others()
    {
        await AddAsync("one", 1, [.. Enumerable.Range(0, 130).Select(day => Count("abcd", 1, day: day)), Count("ABCD", 2), Count("abcd-", 3), Again("abcd", 5)]);
        await AddAsync("two", 1, Count("abcd", 1));
        await Store.RemoveAsync("abcd", Nonce, Cancel);
        Assert.Empty(await ListAsync("abcd"));
        Assert.Equal([new(Day, "", 5)], await ListAsync("abcd", "nonce-2"));
        Assert.Equal([new(Day, "", 2)], await ListAsync("ABCD"));
        Assert.Equal([new(Day, "", 3)], await ListAsync("abcd-"));
    }

    [Fact]
    public async Task Removes_clicks_that_are_not_there()
    {
        await Store.RemoveAsync("none", Nonce, Cancel);
        await AddAsync("one", 1, Count("abcd", 1));
        await Task.WhenAll(Store.RemoveAsync("abcd", Nonce, Cancel), Store.RemoveAsync("abcd", Nonce, Cancel));
        await Store.RemoveAsync("abcd", Nonce, Cancel);
        Assert.Empty(await ListAsync("abcd"));
    }

    protected static ClickCount Count(string key, long clicks, string referrer = "", int day = 0, int hour = 0) =>
        new(new ClickSlot(key, Nonce, ClickSlot.HourOf(Time.AddDays(day).AddHours(hour)), referrer, IsBot: false), clicks);

    private static ClickCount Bots(string key, long clicks, string referrer = "") => Count(key, clicks, referrer) is var count
        ? count with { Slot = count.Slot with { IsBot = true } }
        : default;

    private static ClickCount Again(string key, long clicks) => Count(key, clicks) is var count
        ? count with { Slot = count.Slot with { Nonce = "nonce-2" } }
        : default;

    protected Task AddAsync(string instance, long number, params ClickCount[] clicks) => Store.AddAsync(new ClickBatch(instance, number, clicks), Cancel);

    /// <summary>The sums of people by day and referrer, in order.</summary>
    protected async Task<IReadOnlyList<Clicked>> ListAsync(string key, string nonce = Nonce) =>
    [
        .. (await Store.ListAsync(key, nonce, Cancel))
            .SelectMany(day => day.Clicks.Named.Select(pair => new Clicked(day.Day, pair.Key, pair.Value.Clicks)).Append(new Clicked(day.Day, ReferrerHost.Other, day.Clicks.Other)))
            .Where(clicked => clicked.Clicks > 0)
            .GroupBy(clicked => (clicked.Day, clicked.Host), (slot, all) => new Clicked(slot.Day, slot.Host, all.Sum(clicked => clicked.Clicks)))
            .OrderBy(clicked => clicked.Day).ThenBy(clicked => clicked.Host, StringComparer.Ordinal),
    ];

    protected sealed record Clicked(DateOnly Day, string Host, long Clicks);
}
