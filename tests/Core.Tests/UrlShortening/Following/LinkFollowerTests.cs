using Microsoft.Extensions.Time.Testing;

namespace Serverless.Core.Tests.UrlShortening.Following;

/// <summary>What one instance remembers of followed links, and for how long.</summary>
public sealed class LinkFollowerTests : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider time = new(SampleLinks.Start);
    private readonly InMemoryLinkStore links = new();
    private readonly FollowingInstance instance;

    public LinkFollowerTests() => instance = new FollowingInstance(links, time);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => instance.Dispose();

    [Fact]
    public async Task Reads_a_row_once_in_thirty_seconds()
    {
        await links.TryAddAsync(SampleLinks.Link("hot-"), Cancel);
        await instance.FollowAsync("hot-");
        time.Advance(TimeSpan.FromSeconds(30) - Second);
        await instance.FollowAsync("hot-");
        Assert.Equal(1, instance.Store.Reads);
        time.Advance(Second);
        Assert.Equal("https://example.com/hot-", await instance.FollowAsync("hot-"));
        Assert.Equal(2, instance.Store.Reads);
    }

    [Fact]
    public async Task Answers_at_once_what_it_knows()
    {
        await links.TryAddAsync(SampleLinks.Link("hot-"), Cancel);
        await instance.FollowAsync("hot-");
        var following = instance.Follower.FollowAsync("hot-", Cancel).AsTask();
        Assert.True(following.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Lets_a_link_end_on_time()
    {
        await links.TryAddAsync(SampleLinks.Link("ends") with { ExpiresAt = SampleLinks.Start.AddSeconds(10) }, Cancel);
        await instance.FollowAsync("ends");
        time.Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromMilliseconds(1));
        Assert.Equal("https://example.com/ends", await instance.FollowAsync("ends"));
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal("Gone", await instance.FollowAsync("ends"));
    }

    [Theory]
    [InlineData(false, "NotFound")]
    [InlineData(true, "Gone")]
    public async Task Remembers_for_five_seconds_that_there_is_no_link(bool isGone, string status)
    {
        if (isGone)
        {
            await links.TryAddAsync(SampleLinks.Link("none") with { ExpiresAt = SampleLinks.Start }, Cancel);
        }

        Assert.Equal(status, await instance.FollowAsync("none"));
        time.Advance(TimeSpan.FromSeconds(5) - Second);
        Assert.Equal(status, await instance.FollowAsync("none"));
        Assert.Equal(1, instance.Store.Reads);
        time.Advance(Second);
        await instance.FollowAsync("none");
        Assert.Equal(2, instance.Store.Reads);
    }

    [Fact]
    public async Task Knows_a_link_at_once_that_was_made_here_after_somebody_asked_for_it()
    {
        await instance.FollowAsync("made");
        await links.TryAddAsync(SampleLinks.Link("made"), Cancel);
        instance.Invalidations.Forget("made");
        Assert.Equal("https://example.com/made", await instance.FollowAsync("made"));
    }

    [Fact]
    public async Task Does_not_ask_the_store_for_what_can_be_no_key()
    {
        Assert.Equal("NotFound", await instance.FollowAsync("favicon.ico"));
        Assert.Equal(0, instance.Store.Reads);
    }

    [Fact]
    public async Task Reads_once_for_all_who_miss_a_key_at_the_same_time()
    {
        await links.TryAddAsync(SampleLinks.Link("rush"), Cancel);
        var gate = instance.Store.HoldNextRead();
        var followers = Enumerable.Range(0, 32).Select(_ => instance.FollowAsync("rush")).ToArray();
        await gate.Reached;
        gate.Open();
        Assert.All(await Task.WhenAll(followers), url => Assert.Equal("https://example.com/rush", url));
        Assert.Equal(1, instance.Store.Reads);
    }

    [Fact]
    public async Task Goes_on_reading_for_the_others_when_one_of_them_leaves()
    {
        await links.TryAddAsync(SampleLinks.Link("left"), Cancel);
        using var leaving = new CancellationTokenSource();
        var gate = instance.Store.HoldNextRead();
        var left = instance.Follower.FollowAsync("left", leaving.Token).AsTask();
        var stayed = instance.FollowAsync("left");
        await gate.Reached;
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        gate.Open();
        Assert.Equal("https://example.com/left", await stayed);
    }

    [Fact]
    public async Task Believes_nothing_that_was_read_in_the_future_of_a_clock_set_back()
    {
        await links.TryAddAsync(SampleLinks.Link("back"), Cancel);
        await instance.FollowAsync("back");
        var earlier = new FakeTimeProvider(SampleLinks.Start.AddHours(-1));
        var kept = instance.Memory.Find("back")!;
        Assert.True(kept.IsFresh(time.GetUtcNow(), instance.Memory.EpochOf("back")));
        Assert.False(kept.IsFresh(earlier.GetUtcNow(), instance.Memory.EpochOf("back")));
    }
}
