using Microsoft.Extensions.Time.Testing;
using Serverless.Core.Redis;
using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Following;

namespace Serverless.Core.Tests.UrlShortening.Following;

/// <summary>What Redis keeps of followed links, and what becomes of redirects when it does not answer.</summary>
public sealed class RedisLinkCacheTests : IClassFixture<SharedRedis>, IAsyncDisposable
{
    private static readonly DateTimeOffset Until = SampleLinks.Start.AddSeconds(30);

    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider time = new(SampleLinks.Start);
    private readonly string key = "r" + Guid.NewGuid().ToString("n")[..12];
    private readonly RedisConnection connection;
    private readonly RedisLinkCache cache;

    public RedisLinkCacheTests(SharedRedis redis)
    {
        connection = new RedisConnection(redis.Configuration);
        cache = new RedisLinkCache(connection, Lifetime, FollowingInstance.CreateMetrics(), time);
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    [Theory]
    [InlineData(LinkRedirect.Permanent, false)]
    [InlineData(LinkRedirect.Temporary, true)]
    public async Task Gives_back_a_target_byte_for_byte(LinkRedirect redirect, bool forwards)
    {
        var link = SampleLinks.Link(key) with { Url = "https://example.com/?" + SampleLinks.PrintableAscii, Redirect = redirect, ForwardQuery = forwards };
        var target = LinkTarget.Of(link);
        Assert.True(await cache.TryAddAsync(target, Until, 0));
        Assert.Equal(new SharedLink(target, Until, IsMark: false), await cache.FindAsync(key));
    }

    [Fact]
    public async Task Keeps_what_is_there_until_it_is_marked()
    {
        var target = LinkTarget.Of(SampleLinks.Link(key));
        await cache.TryAddAsync(target, Until, 0);
        Assert.False(await cache.TryAddAsync(target with { Url = "https://example.com/other" }, Until, 0));
        Assert.True(await cache.InvalidateAsync(key));
        Assert.Equal(SharedLink.Mark, await cache.FindAsync(key));
        Assert.False(await cache.TryAddAsync(target, Until, 0));
    }

    [Theory]
    [InlineData("")]
    [InlineData("00ff")]
    [InlineData("02")]
    [InlineData("022d010000000000000000000000000000000000ff41")]
    [InlineData("012d010000000000000000000000000000000000000141414141")]
    [InlineData("03ffffffffffffffffffffffffffffffffffff000141414141")]
    [InlineData("022d01ffffffffffffffff0000000000000000000141414141")]
    [InlineData("02ffff00000000000000000000000000000000000141414141")]
    public async Task Takes_what_it_can_not_read_for_nothing(string bytes)
    {
        var redis = await connection.GetAsync();
        await redis.GetDatabase().StringSetAsync("link:" + key, Convert.FromHexString(bytes));
        Assert.Equal(default, await cache.FindAsync(key));
    }

    [Fact]
    public async Task Lets_redis_drop_what_has_ended()
    {
        var redis = await connection.GetAsync();
        await cache.TryAddAsync(LinkTarget.Of(SampleLinks.Link(key)), Until, 0);
        Assert.InRange((await redis.GetDatabase().KeyTimeToLiveAsync("link:" + key))!.Value.TotalSeconds, 1, 30);
        await cache.InvalidateAsync(key);
        Assert.InRange((await redis.GetDatabase().KeyTimeToLiveAsync("link:" + key))!.Value.TotalSeconds, 31, 60);
    }

    [Fact]
    public async Task Follows_links_without_a_redis_that_is_down()
    {
        await using var dead = new RedisConnection("127.0.0.1:1,connectTimeout=50,connectRetry=0");
        var links = new InMemoryLinkStore();
        await links.TryAddAsync(SampleLinks.Link(key), TestContext.Current.CancellationToken);
        using var instance = new FollowingInstance(links, time, new RedisLinkCache(dead, Lifetime, FollowingInstance.CreateMetrics(), time));
        Assert.Equal("https://example.com/" + key, await instance.FollowAsync(key));
        await instance.Invalidations.InvalidateAsync(key);
        Assert.Equal("https://example.com/" + key, await instance.FollowAsync(key));
    }

    [Fact]
    public async Task Waits_for_a_silent_redis_a_tenth_of_a_second_once_in_two_seconds()
    {
        using var silent = new SilentServer();
        await using var unanswered = new RedisConnection(silent.Configuration);
        var over = new RedisLinkCache(unanswered, Lifetime, FollowingInstance.CreateMetrics(), time);
        await TimesOutAsync(over);
        Assert.True(over.FindAsync(key).AsTask().IsCompletedSuccessfully);
        time.Advance(TimeSpan.FromSeconds(2));
        await TimesOutAsync(over);
        Assert.True(over.FindAsync(key).AsTask().IsCompletedSuccessfully);
    }

    private async Task TimesOutAsync(RedisLinkCache over)
    {
        var finding = over.FindAsync(key).AsTask();
        time.Advance(TimeSpan.FromMilliseconds(99));
        Assert.False(finding.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(default, await finding);
    }
}
