using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Serverless.Core.Storage;
using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Clicks;
using Serverless.Core.UrlShortening.Clicks.RollUp;

namespace Serverless.Core.Tests.UrlShortening.Clicks.RollUp;

/// <summary>Which buckets have their turn when.</summary>
public sealed class ClickRollUpsTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 10, 0, 20, TimeSpan.Zero);

    private readonly FakeTimeProvider time = new(Start);
    private readonly SentRuns queue = new();
    private readonly InMemoryClickBuckets buckets;

    public ClickRollUpsTests() => buckets = new InMemoryClickBuckets(time);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private long Id => time.GetUtcNow().ToUnixTimeSeconds() / 900 * 15;

    [Theory]
    [InlineData(15)]
    [InlineData(60)]
    public async Task Gives_every_bucket_that_holds_something_one_turn_in_an_interval(int interval)
    {
        await FillAsync(Enumerable.Range(0, LinkShard.Buckets));
        var id = time.GetUtcNow().ToUnixTimeSeconds() / 60 / interval * interval;
        var rollUps = RollUps(interval);
        for (var minute = 0; minute < interval; minute++)
        {
            Assert.InRange(await rollUps.RunAsync(Cancel), LinkShard.Buckets / interval, (LinkShard.Buckets / interval) + 1);
            time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(Enumerable.Range(0, LinkShard.Buckets), queue.Runs.Select(sent => sent.Run.Bucket).Order());
        Assert.All(queue.Runs, sent => Assert.Equal(id, sent.Run.Id));
        Assert.All(queue.Runs, sent => Assert.InRange(sent.Delay, TimeSpan.Zero, TimeSpan.FromMinutes(1)));
        Assert.True(queue.Runs.Max(sent => sent.Delay) > TimeSpan.FromSeconds(50));
    }

    [Fact]
    public async Task Sends_nothing_for_buckets_that_hold_nothing()
    {
        await FillAsync([15, 30, 31]);
        Assert.Equal(2, await RollUps().RunAsync(Cancel));
        Assert.Equal([15, 30], queue.Runs.Select(sent => sent.Run.Bucket).Order());
    }

    [Fact]
    public async Task Makes_up_for_the_minutes_that_this_process_missed_and_for_no_more_than_an_interval()
    {
        await FillAsync(Enumerable.Range(0, LinkShard.Buckets));
        var rollUps = RollUps();
        await rollUps.RunAsync(Cancel);
        Assert.Equal(0, await rollUps.RunAsync(Cancel));
        time.Advance(TimeSpan.FromMinutes(3));
        await rollUps.RunAsync(Cancel);
        Assert.Equal([0, 1, 2, 3], queue.Runs.Select(sent => sent.Run.Bucket % 15).Distinct().Order());
        queue.Runs.Clear();
        time.Advance(TimeSpan.FromHours(3));
        await rollUps.RunAsync(Cancel);
        Assert.Equal(LinkShard.Buckets, queue.Runs.Count);
    }

    [Fact]
    public async Task Gives_a_minute_whose_messages_could_not_be_sent_its_turn_again()
    {
        await FillAsync([0, 15]);
        var rollUps = RollUps();
        queue.IsDown = true;
        await Assert.ThrowsAsync<StoreUnavailableException>(() => rollUps.RunAsync(Cancel));
        queue.IsDown = false;
        await rollUps.RunAsync(Cancel);
        Assert.Equal([0, 15], queue.Runs.Select(sent => sent.Run.Bucket).Order());
    }

    [Fact]
    public async Task Does_nothing_where_nothing_is_gathered()
    {
        Assert.Equal(0, await new ClickRollUps(queue, Options.Create(new LinksOptions()), time).RunAsync(Cancel));
        Assert.Equal(0, await new ClickRollUp(FollowingInstance.CreateMetrics()).RunAsync(new ClickRun(1, Id), Cancel));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("1:")]
    [InlineData(":15")]
    [InlineData("1024:15")]
    [InlineData("-1:15")]
    [InlineData("1:-15")]
    [InlineData("1:16")]
    [InlineData("1:15:30")]
    [InlineData(" 1:15")]
    [InlineData("1:9223372036854775800")]
    public void Knows_a_message_that_is_none(string text) => Assert.Null(ClickRun.Parse(text));

    [Fact]
    public void Reads_the_message_that_it_wrote() =>
        Assert.All([new ClickRun(0, 0), new ClickRun(1_023, Id)], run => Assert.Equal(run, ClickRun.Parse(run.ToString())));

    [Theory]
    [InlineData("00:15:00", true)]
    [InlineData("00:45:00", true)]
    [InlineData("01:00:00", true)]
    [InlineData("1.00:00:00", true)]
    [InlineData("00:00:00", false)]
    [InlineData("00:14:00", false)]
    [InlineData("00:20:00", false)]
    [InlineData("00:15:01", false)]
    [InlineData("01:15:00", false)]
    [InlineData("2.00:00:00", false)]
    [InlineData("-00:15:00", false)]
    public void Takes_intervals_of_quarters_of_an_hour_that_divide_a_day(string interval, bool isTaken) =>
        Assert.Equal(isTaken, new LinksOptionsValidator().Validate(null, new LinksOptions { RollUpEvery = TimeSpan.Parse(interval, System.Globalization.CultureInfo.InvariantCulture) }).Succeeded);

    private ClickRollUps RollUps(int interval = 15) => new(queue, Options.Create(new LinksOptions { RollUpEvery = TimeSpan.FromMinutes(interval) }), time, buckets);

    private Task FillAsync(IEnumerable<int> numbers)
    {
        var wanted = numbers.ToHashSet();
        var keys = Enumerable.Range(0, int.MaxValue).Select(i => $"k{i:X7}").Where(key => wanted.Remove(LinkShard.BucketOf(key))).Take(wanted.Count).ToArray();
        return buckets.AddAsync(
            new ClickBatch("one", 1, [.. keys.Select(key => new ClickCount(new ClickSlot(key, "nonce", ClickSlot.HourOf(Start), "", false), 1))]), Cancel);
    }

    private sealed class SentRuns : IWorkQueue
    {
        private readonly Lock gate = new();

        public bool IsDown { get; set; }

        public List<(ClickRun Run, TimeSpan Delay)> Runs { get; } = [];

        public Task SendAsync(string queue, string message, TimeSpan delay, CancellationToken cancellationToken)
        {
            Assert.Equal(ClickRollUps.Queue, queue);
            if (IsDown)
            {
                throw new StoreUnavailableException("The queue is down.");
            }

            lock (gate)
            {
                Runs.Add((ClickRun.Parse(message)!.Value, delay));
            }

            return Task.CompletedTask;
        }
    }
}
