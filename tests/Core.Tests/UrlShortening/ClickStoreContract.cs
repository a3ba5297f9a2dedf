using Serverless.Core.UrlShortening.Clicks;

namespace Serverless.Core.Tests.UrlShortening;

/// <summary>What every <see cref="IClickStore"/> does.</summary>
public abstract class ClickStoreContract
{
    private const string Nonce = "nonce-1";
    private static readonly DateOnly Day = new(2026, 11, 23);

    /// <summary>The store under test, one for the whole test.</summary>
    protected abstract IClickStore Store { get; }

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Knows_of_no_clicks_on_a_key_that_had_none() => Assert.Empty(await ListAsync("none"));

    [Fact]
    public async Task Adds_up_the_batches_of_all_instances()
    {
        await AddAsync("one", 1, Count("abcd", 3), Count("abcd", 2, "example.com"));
        await AddAsync("two", 1, Count("abcd", 10));
        await AddAsync("one", 2, Count("abcd", 1), Count("abcd", 1, "example.com"), Count("abcd", 7, day: 1));
        Assert.Equal([Count("abcd", 14), Count("abcd", 3, "example.com"), Count("abcd", 7, day: 1)], await ListAsync("abcd"));
    }

    [Fact]
    public async Task Keeps_keys_issues_and_letter_cases_apart()
    {
        var again = Count("abcd", 5);
        again = again with { Slot = again.Slot with { Nonce = "nonce-2" } };
        await AddAsync("one", 1, Count("abcd", 1), Count("ABCD", 2), Count("abcd-", 3), again);
        Assert.Equal([Count("abcd", 1)], await ListAsync("abcd"));
        Assert.Equal([Count("ABCD", 2)], await ListAsync("ABCD"));
        Assert.Equal([again], await ListAsync("abcd", "nonce-2"));
    }

    [Fact]
    public async Task Adds_a_batch_once_that_is_sent_again()
    {
        var batch = new ClickBatch("one", 7, [Count("abcd", 3), Count("efgh", 4)]);
        await Store.AddAsync(batch, Cancel);
        await Store.AddAsync(batch, Cancel);
        Assert.Equal([Count("abcd", 3)], await ListAsync("abcd"));
        Assert.Equal([Count("efgh", 4)], await ListAsync("efgh"));
    }

    [Fact]
    public async Task Tells_the_most_frequent_referrers_apart_and_counts_the_others_together()
    {
        var many = Enumerable.Range(1, 30).Select(i => Count("abcd", i, $"host-{i:00}.example")).Append(Count("abcd", 100));
        await AddAsync("one", 1, [.. many]);
        await AddAsync("one", 2, Count("abcd", 1, "host-30.example"));
        var found = await ListAsync("abcd");
        Assert.Equal(IClickStore.MaxReferrers + 1, found.Count);
        Assert.Equal(100 + (30 * 31 / 2) + 1, found.Sum(count => count.Clicks));
        Assert.Contains(Count("abcd", 100), found);
        Assert.Contains(Count("abcd", 31, "host-30.example"), found);
        Assert.Contains(Count("abcd", 11 * 12 / 2, ReferrerHost.Other), found);
    }

    [Fact]
    public async Task Takes_the_longest_hosts()
    {
        var hosts = Enumerable.Range(10, 30).Select(i => $"{i}." + string.Concat(Enumerable.Repeat("a.", 123)) + "test").ToArray();
        await AddAsync("one", 1, [.. hosts.Select(host => Count("abcd", long.MaxValue / 64, host))]);
        Assert.Equal(IClickStore.MaxReferrers + 1, (await ListAsync("abcd")).Count);
    }

    [Fact]
    public async Task Adds_the_batches_of_many_instances_at_the_same_time()
    {
        await Task.WhenAll(Enumerable.Range(0, 16).Select(i => AddAsync($"instance-{i}", 1, Count("abcd", 1, "example.com"), Count("abcd", 1))));
        Assert.Equal([Count("abcd", 16), Count("abcd", 16, "example.com")], await ListAsync("abcd"));
    }

    [Fact]
    public async Task Removes_the_clicks_on_one_issue_of_a_key_and_no_others()
    {
        var again = Count("abcd", 5);
        again = again with { Slot = again.Slot with { Nonce = "nonce-2" } };
        await AddAsync("one", 1, [.. Enumerable.Range(0, 130).Select(day => Count("abcd", 1, day: day)), Count("ABCD", 2), Count("abcd-", 3), again]);
        await AddAsync("two", 1, Count("abcd", 1));
        await Store.RemoveAsync("abcd", Nonce, Cancel);
        Assert.Empty(await ListAsync("abcd"));
        Assert.Equal([again], await ListAsync("abcd", "nonce-2"));
        Assert.Equal([Count("ABCD", 2)], await ListAsync("ABCD"));
        Assert.Equal([Count("abcd-", 3)], await ListAsync("abcd-"));
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

    protected static ClickCount Count(string key, long clicks, string referrer = "", int day = 0) =>
        new(new ClickSlot(key, Nonce, Day.AddDays(day), referrer), clicks);

    protected Task AddAsync(string instance, long number, params ClickCount[] clicks) => Store.AddAsync(new ClickBatch(instance, number, clicks), Cancel);

    /// <summary>The sums by slot, in order.</summary>
    protected async Task<IReadOnlyList<ClickCount>> ListAsync(string key, string nonce = Nonce) =>
    [
        .. (await Store.ListAsync(key, nonce, Cancel))
            .GroupBy(count => count.Slot, (slot, all) => new ClickCount(slot, all.Sum(count => count.Clicks)))
            .OrderBy(count => count.Slot.Day).ThenBy(count => count.Slot.Referrer, StringComparer.Ordinal),
    ];
}
