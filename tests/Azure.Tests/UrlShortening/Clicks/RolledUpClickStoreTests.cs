using Serverless.Azure.Tests.Emulators;
using Serverless.Core.Redis;
using Serverless.Core.Tests.RateLimiting.Servers;
using Serverless.Core.Tests.UrlShortening;
using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Clicks;
using Serverless.Core.UrlShortening.Clicks.RollUp;

namespace Serverless.Azure.Tests.UrlShortening.Clicks;

/// <summary>Clicks through Redis into the table: what every store does, before and after they are rolled up.</summary>
public sealed class RolledUpClickStoreTests : ClickStoreContract, IClassFixture<RedisServer>
{
    private static readonly long FirstRun = new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds() / 60;

    private readonly UnreliableNetwork network = new();
    private readonly RedisConnection connection;
    private readonly RedisClickBuckets buckets;
    private readonly TableClickRows rows;
    private readonly TableClickStore direct;
    private readonly ClickRollUp rollUp;
    private long run = FirstRun;

    public RolledUpClickStoreTests(Azurite azurite, RedisServer server)
    {
        var account = new TestAccount(azurite, network);
        connection = new RedisConnection(server.Configuration + ",syncTimeout=60000");
        buckets = new RedisClickBuckets(connection);
        rows = new TableClickRows(account.Tables);
        direct = new TableClickStore(account.Tables);
        Store = new RolledUpClickStore(direct, rows, buckets);
        rollUp = new ClickRollUp(FollowingInstance.CreateMetrics(), rows, buckets);
    }

    protected override IClickStore Store { get; }

    /// <summary>Counts are doubles in a script, which are exact up to here.</summary>
    protected override long MostClicks => (1L << 53) - 1;

    // Each test has Redis for itself: they use the same keys and instances.
    public override async ValueTask InitializeAsync()
    {
        foreach (var server in (await connection.GetAsync()).GetServers())
        {
            await server.FlushAllDatabasesAsync();
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task Tells_the_same_before_while_and_after_clicks_are_rolled_up()
    {
        await AddAsync("one", 1, Count("abcd", 3), Count("abcd", 2, "example.com"));
        var before = await ListAsync("abcd");
        network.Disturb("POST $batch", [.. Enumerable.Repeat(NetworkFault.AnswerLost, 20)]);
        await Assert.ThrowsAnyAsync<Exception>(RollUpAsync);
        Assert.Equal(before, await ListAsync("abcd"));
        await AddAsync("one", 2, Count("abcd", 10));
        Assert.Equal(15, (await ListAsync("abcd")).Sum(count => count.Clicks));
        network.Disturb("POST $batch");
        run += ClickRun.Grid;
        await RollUpAsync();
        Assert.Equal([new(Day, "", 13), new(Day, "example.com", 2)], await ListAsync("abcd"));
        Assert.Empty((await buckets.FindAsync("abcd", "nonce-1", Cancel)).Days);
        Assert.Equal(15, (await rows.ListAsync("abcd", "nonce-1", null, Cancel)).Sum(day => day.Clicks.People));
    }

    [Fact]
    public async Task Reads_and_removes_what_an_earlier_version_wrote_too()
    {
        await direct.AddAsync(new ClickBatch("old", 1, [Count("abcd", 5)]), Cancel);
        await AddAsync("one", 1, Count("abcd", 3));
        await RollUpAsync();
        await AddAsync("one", 2, Count("abcd", 1));
        Assert.Equal([new(Day, "", 9)], await ListAsync("abcd"));
        await Store.RemoveAsync("abcd", "nonce-1", Cancel);
        Assert.Empty(await ListAsync("abcd"));
    }

    [Fact]
    public async Task Reads_what_was_rolled_up_when_there_is_no_redis_any_more()
    {
        await AddAsync("one", 1, Count("abcd", 3));
        await RollUpAsync();
        var without = new RolledUpClickStore(direct, rows);
        await without.AddAsync(new ClickBatch("two", 1, [Count("abcd", 2)]), Cancel);
        Assert.Equal(5, (await without.ListAsync("abcd", "nonce-1", Cancel)).Sum(day => day.Clicks.People));
    }

    [Fact]
    public async Task Loses_with_redis_what_was_not_rolled_up_and_nothing_else()
    {
        await AddAsync("one", 1, Count("abcd", 3));
        await RollUpAsync();
        await AddAsync("one", 2, Count("abcd", 10));
        await InitializeAsync();
        await AddAsync("one", 3, Count("abcd", 1));
        Assert.Equal([new(Day, "", 4)], await ListAsync("abcd"));
        run += ClickRun.Grid;
        await RollUpAsync();
        Assert.Equal([new(Day, "", 4)], await ListAsync("abcd"));
    }

    private Task RollUpAsync() => rollUp.RunAsync(new ClickRun(LinkShard.BucketOf("abcd"), run), Cancel);
}
