using Microsoft.Extensions.Time.Testing;
using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Clicks;
using Serverless.Core.UrlShortening.Clicks.RollUp;

namespace Serverless.Core.Tests.UrlShortening.Clicks.RollUp;

/// <summary>What every <see cref="IClickBuckets"/> does.</summary>
public abstract class ClickBucketsContract
{
    private const string Nonce = "nonce-1";
    private const long Run = 29_000_010;
    private const long Later = Run + ClickRun.Grid;

    private readonly string key = BucketKeys.Next();

    protected FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero));

    protected abstract IClickBuckets Buckets { get; }

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private int Bucket => LinkShard.BucketOf(key);

    /// <summary>An instance that no other test has.</summary>
    private string Instance { get; } = Guid.NewGuid().ToString("n");

    [Fact]
    public async Task Adds_up_what_instances_send()
    {
        await AddAsync(1, Count(3), Count(2, "a.example"), Count(1, isBot: true));
        await AddAsync(2, Count(4), Count(5, "b.example"), Count(7, isBot: true, referrer: "a.example"));
        await Buckets.AddAsync(new ClickBatch(Instance + "-two", 1, [Count(10, "a.example")]), Cancel);
        Assert.Equal("(bots)=8 =7 a.example=12 b.example=5", await FoundAsync());
    }

    [Fact]
    public async Task Adds_a_batch_once_that_comes_again_or_late()
    {
        await AddAsync(7, Count(3));
        await AddAsync(7, Count(3));
        await AddAsync(8, Count(1));
        await AddAsync(7, Count(3));
        Assert.Equal("=4", await FoundAsync());
    }

    [Fact]
    public async Task Knows_a_batch_again_after_its_clicks_were_taken_out()
    {
        await AddAsync(1, Count(3));
        await Buckets.BeginAsync(Bucket, Run, Cancel);
        await AddAsync(1, Count(3));
        await Buckets.EndAsync(Bucket, Run, Cancel);
        await AddAsync(1, Count(3));
        Assert.Equal("", await FoundAsync());
    }

    [Fact]
    public async Task Knows_a_batch_again_for_a_day_and_takes_none_that_it_might_not_know()
    {
        var batch = new ClickBatch(Instance, 1, [Count(3)]) { TakenAt = Clock.GetUtcNow() };
        await Buckets.AddAsync(batch, Cancel);
        for (var hours = 0; hours < 20; hours += 4)
        {
            Clock.Advance(TimeSpan.FromHours(4));
            await Buckets.AddAsync(new ClickBatch("other" + Instance, hours + 1, [Count(1)]) { TakenAt = Clock.GetUtcNow() }, Cancel);
            await Buckets.AddAsync(batch, Cancel);
        }

        Assert.Equal("=8", await FoundAsync());
        Clock.Advance(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Buckets.AddAsync(batch, Cancel));
        Assert.Equal("=8", await FoundAsync());
    }

    [Fact]
    public async Task Takes_out_once_what_was_there_when_the_run_began()
    {
        await AddAsync(1, Count(3), Count(2, "a.example"));
        Assert.Equal(Run, await Buckets.BeginAsync(Bucket, Run, Cancel));
        await AddAsync(2, Count(4));
        Assert.Equal("=3 a.example=2", await TakenAsync(Run));
        Assert.Equal("=3 a.example=2", await TakenAsync(Run));
        Assert.Equal("=7 a.example=2", await FoundAsync());
        Assert.Equal(Run, (await Buckets.FindAsync(key, Nonce, Cancel)).Before);
        await Buckets.EndAsync(Bucket, Run, Cancel);
        Assert.Null(await Buckets.ReadAsync(Bucket, Run, Cancel));
        Assert.Equal("=4", await FoundAsync());
        Assert.Equal(Run + 1, (await Buckets.FindAsync(key, Nonce, Cancel)).Before);
    }

    [Fact]
    public async Task Resumes_an_unfinished_run_under_its_id_and_ends_no_other()
    {
        await AddAsync(1, Count(3));
        await Buckets.BeginAsync(Bucket, Run, Cancel);
        await AddAsync(2, Count(4));
        Assert.Equal(Run, await Buckets.BeginAsync(Bucket, Later, Cancel));
        await Buckets.EndAsync(Bucket, Later, Cancel);
        Assert.Null(await Buckets.ReadAsync(Bucket, Later, Cancel));
        Assert.Equal("=3", await TakenAsync(Run));
        await Buckets.EndAsync(Bucket, Run, Cancel);
        Assert.Equal(Later, await Buckets.BeginAsync(Bucket, Later, Cancel));
        Assert.Equal("=4", await TakenAsync(Later));
    }

    [Fact]
    public async Task Begins_no_run_twice_nor_an_earlier_one_nor_one_of_nothing()
    {
        await AddAsync(1, Count(3));
        await Buckets.BeginAsync(Bucket, Later, Cancel);
        await Buckets.EndAsync(Bucket, Later, Cancel);
        Assert.Null(await Buckets.BeginAsync(Bucket, Later + ClickRun.Grid, Cancel));
        await AddAsync(2, Count(4));
        Assert.Null(await Buckets.BeginAsync(Bucket, Later, Cancel));
        Assert.Null(await Buckets.BeginAsync(Bucket, Run, Cancel));
        Assert.Equal(Later + ClickRun.Grid, await Buckets.BeginAsync(Bucket, Later + ClickRun.Grid, Cancel));
    }

    [Fact]
    public async Task Tells_which_buckets_hold_something()
    {
        Assert.Empty(await Buckets.FindUsedAsync([Bucket], Cancel));
        await AddAsync(1, Count(3));
        Assert.Equal([Bucket], await Buckets.FindUsedAsync([Bucket], Cancel));
        await Buckets.BeginAsync(Bucket, Run, Cancel);
        Assert.Equal([Bucket], await Buckets.FindUsedAsync([Bucket], Cancel));
        await Buckets.EndAsync(Bucket, Run, Cancel);
        Assert.Empty(await Buckets.FindUsedAsync([Bucket], Cancel));
    }

    [Fact]
    public async Task Forgets_one_issue_of_a_key_wherever_it_is()
    {
        await AddAsync(1, Count(3), Count(5) with { Slot = Count(5).Slot with { Nonce = "nonce-2" } });
        await Buckets.BeginAsync(Bucket, Run, Cancel);
        await AddAsync(2, Count(4));
        await Buckets.RemoveAsync(key, Nonce, Cancel);
        Assert.Equal("", await FoundAsync());
        Assert.Equal("nonce-2", Assert.Single((await Buckets.ReadAsync(Bucket, Run, Cancel))!).Nonce);
    }

    [Fact]
    public async Task Takes_out_a_bucket_of_many_links_and_days()
    {
        var clicks = Enumerable.Range(0, 3_000).Select(i => Count(1 + i, day: i % 3) is var count ? count with { Slot = count.Slot with { Nonce = $"nonce-{i / 3}" } } : default).ToArray();
        await AddAsync(1, clicks);
        await Buckets.BeginAsync(Bucket, Run, Cancel);
        var taken = (await Buckets.ReadAsync(Bucket, Run, Cancel))!;
        Assert.Equal(1_000, taken.Count);
        Assert.All(taken, link => Assert.Equal(3, link.Days.Count));
        Assert.Equal(3_000 * 3_001L / 2, taken.Sum(link => link.Days.Sum(day => day.Clicks.People)));
    }

    [Fact]
    public async Task Names_as_many_referrers_as_a_summary_and_keeps_the_total()
    {
        var reference = new ClickSummary();
        for (var number = 1; number <= 5; number++)
        {
            var counts = Enumerable.Range(0, 150).Select(i => Count(1 + (i * number % 17), $"{(i * number * 7) % 400}.example")).ToArray();
            await AddAsync(number, counts);
            var batch = new ClickSummary();
            batch.Add(counts);
            reference.Add(batch);
        }

        var found = Assert.Single((await Buckets.FindAsync(key, Nonce, Cancel)).Days).Clicks;
        Assert.Equal(reference.ToString(), found.ToString());
        Assert.InRange(found.Named.Count(), 1, ClickSummary.MaxNamed);
    }

    protected static string TextOf(IEnumerable<DaySummary> days)
    {
        var all = new ClickSummary();
        foreach (var day in days)
        {
            all.Add(day.Clicks);
        }

        return string.Join(' ', all.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
    }

    private Task AddAsync(long number, params ClickCount[] clicks) => Buckets.AddAsync(new ClickBatch(Instance, number, clicks), Cancel);

    private ClickCount Count(long clicks, string referrer = "", bool isBot = false, int day = 0) =>
        new(new ClickSlot(key, Nonce, ClickSlot.HourOf(SampleLinks.Start.AddDays(day)), referrer, isBot), clicks);

    private async Task<string> FoundAsync() => TextOf((await Buckets.FindAsync(key, Nonce, Cancel)).Days);

    private async Task<string> TakenAsync(long run) =>
        TextOf((await Buckets.ReadAsync(Bucket, run, Cancel))!.Where(link => link.Key == key && link.Nonce == Nonce).SelectMany(link => link.Days));
}
