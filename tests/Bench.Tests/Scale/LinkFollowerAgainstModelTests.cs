using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Serverless.Bench.Scale;
using Serverless.Bench.UrlShortening;
using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Following;
using Serverless.LocalHost.Sqlite;
using Serverless.LocalHost.UrlShortening;

namespace Serverless.Bench.Tests.Scale;

/// <summary>The model's share of redirects that read the row, held to the app's own way of following links over its own store.</summary>
public sealed class LinkFollowerAgainstModelTests : IAsyncLifetime
{
    private const int Links = 2_000;
    private const int Redirects = 40_000;
    private const double Exponent = 0.9;
    private const double Tolerance = 0.02;
    private const int Seed = 5;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("serverless-scale-");
    private readonly IReadOnlyList<string> keys = BenchLinks.Keys(Links);
    private readonly FakeTimeProvider time = new();
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().AddSingleton<LinkMetrics>().BuildServiceProvider();
    private SqliteDatabase database = null!;

    public async ValueTask InitializeAsync()
    {
        database = SqliteDatabase.Open(Path.Combine(folder.FullName, "links.db"));
        await BenchLinks.FillAsync(new SqliteLinkStore(database), keys, time.GetUtcNow());
    }

    [Theory]
    [InlineData(10)]
    [InlineData(100)]
    public async Task As_many_rows_are_read_as_the_model_says(double perSecond)
    {
        var (metrics, random) = (services.GetRequiredService<LinkMetrics>(), new Random(Seed));
        var memory = new LinkMemory(Options.Create(new LinksOptions { MemoryLinks = 10 * Links }), time);
        var follower = new LinkFollower(new SqliteLinkStore(database), memory, new MissingSharedLinkCache(), metrics, time);
        var upTo = Popularity();

        for (var i = 0; i < Redirects; i++)
        {
            time.Advance(TimeSpan.FromSeconds(-Math.Log(1 - random.NextDouble()) / perSecond));
            var at = Array.BinarySearch(upTo, random.NextDouble() * upTo[^1]);
            var followed = await follower.FollowAsync(keys[at >= 0 ? at : ~at], TestContext.Current.CancellationToken);
            Assert.Equal(LinkStatus.Ok, followed.Status);
        }

        var seconds = ScaleInputs.Read().Costs["memorySeconds"];
        var computed = LinkCaches.Of(new Zipf(Links, Exponent), perSecond, perSecond, instances: 1, seconds, seconds, 10 * Links);
        Assert.Equal(computed.Store, metrics.HitsOf(LinkCacheLevel.Store) / (double)Redirects, Tolerance);
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await database.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private static double[] Popularity()
    {
        var sum = 0.0;
        return [.. Enumerable.Range(1, Links).Select(rank => sum += Math.Pow(rank, -Exponent))];
    }
}
