using Microsoft.Extensions.Options;
using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Expiry;
using Serverless.Core.UrlShortening.Links;

namespace Serverless.Core.Tests.UrlShortening.Expiry;

public sealed class QuarantineCensusTests
{
    private const int Runs = ExpiryPartition.Shards / QuarantineCensus.ShardsPerRun;

    private readonly Shortener shortener = new();
    private readonly QuarantineCensus census;

    public QuarantineCensusTests() => census = new QuarantineCensus(shortener.Store, shortener.Quarantine, Options.Create(new LinksOptions()), shortener.Time);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Knows_nothing_before_it_has_counted() => Assert.Null(shortener.Quarantine.Size);

    [Fact]
    public async Task Is_exact_after_a_round()
    {
        await CreateAsync(links: 300, gone: 123);
        await RunAsync(Runs);
        Assert.Equal((123, 64), shortener.Quarantine.Size);
    }

    [Fact]
    public async Task Estimates_from_the_shards_that_it_has_counted()
    {
        await CreateAsync(links: 2_000, gone: 2_000);
        await RunAsync(1);
        var (keys, shards) = shortener.Quarantine.Size!.Value;
        Assert.Equal(QuarantineCensus.ShardsPerRun, shards);

        // 250 were counted: four times their root are 25 in 100.
        Assert.InRange(keys, 1_500, 2_500);
    }

    [Fact]
    public async Task Sees_keys_enter_and_leave_with_the_next_round()
    {
        await CreateAsync(links: 10, gone: 10);
        await RunAsync(Runs);
        shortener.Time.Advance(new LinksOptions().Quarantine + ExpiryPartition.Grace);
        await shortener.CleanUpAsync();
        await CreateAsync(links: 3, gone: 3);
        await RunAsync(Runs);
        Assert.Equal((3, 64), shortener.Quarantine.Size);
    }

    [Fact]
    public async Task Forgets_counts_that_are_two_rounds_old()
    {
        await RunAsync(1);
        shortener.Time.Advance(QuarantineMetrics.TrustedFor);
        await RunAsync(1);
        Assert.Equal((0, 2 * QuarantineCensus.ShardsPerRun), shortener.Quarantine.Size);
        shortener.Time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal((0, QuarantineCensus.ShardsPerRun), shortener.Quarantine.Size);
    }

    [Fact]
    public async Task Counts_one_shard_a_run_when_that_takes_long()
    {
        shortener.Time.AutoAdvanceAmount = TimeSpan.FromSeconds(1);
        await RunAsync(3);
        Assert.Equal(3, shortener.Quarantine.Size?.Shards);
    }

    [Fact]
    public async Task Runs_with_the_clean_up()
    {
        await CreateAsync(links: 1, gone: 1);
        for (var i = 0; i < Runs; i++)
        {
            await shortener.Expired.RunAsync(Cancel);
        }

        Assert.Equal((1, 64), shortener.Quarantine.Size);
    }

    [Fact]
    public async Task Publishes_the_size_once_it_is_known()
    {
        using var seen = new SeenMeasurements(shortener.Meters);
        seen.Observe();
        Assert.Null(seen.Last("serverless.links.quarantine"));
        await CreateAsync(links: 2, gone: 2);
        await RunAsync(Runs);
        seen.Observe();
        Assert.Equal((2, 64), (seen.Last("serverless.links.quarantine"), seen.Last("serverless.links.quarantine.counted_shards")));
    }

    private async Task RunAsync(int runs)
    {
        for (var i = 0; i < runs; i++)
        {
            await census.RunAsync(Cancel);
        }
    }

    private async Task CreateAsync(int links, int gone)
    {
        for (var i = 0; i < links; i++)
        {
            var link = (await shortener.CreateAsync()).Link!;
            if (i < gone)
            {
                await shortener.DeleteAsync(link.Key);
            }
        }
    }
}
