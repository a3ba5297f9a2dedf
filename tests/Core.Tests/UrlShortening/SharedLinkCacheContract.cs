using Serverless.Core.UrlShortening.Following;

namespace Serverless.Core.Tests.UrlShortening;

/// <summary>What every cache does that believes links for long, in Redis and in simulations of it.</summary>
public abstract class SharedLinkCacheContract
{
    protected static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    private const long Second = 1_000;

    private readonly LinkTarget target = LinkTarget.Of(SampleLinks.Link("c" + Guid.NewGuid().ToString("n")[..12]));

    protected abstract ISharedLinkCache Cache { get; }

    protected abstract DateTimeOffset Now { get; }

    private DateTimeOffset Until => new(Now.UtcTicks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond + Lifetime.Ticks, TimeSpan.Zero);

    [Fact]
    public async Task Keeps_what_is_added_after_a_miss()
    {
        Assert.True(await Cache.TryAddAsync(target, Until, await AskAsync()));
        Assert.Equal(new SharedLink(target, Until, IsMark: false), await Cache.FindAsync(target.Key));
    }

    [Fact]
    public async Task Keeps_the_first_of_two()
    {
        var askedAt = await AskAsync();
        Assert.True(await Cache.TryAddAsync(target, Until, askedAt));
        Assert.False(await Cache.TryAddAsync(target with { Url = "https://example.com/second" }, Until, askedAt));
        Assert.Equal(target, (await Cache.FindAsync(target.Key)).Target);
    }

    [Fact]
    public async Task Replaces_what_is_there_by_a_mark_that_nothing_is_added_to()
    {
        var askedAt = await AskAsync();
        await Cache.TryAddAsync(target, Until, askedAt);
        Assert.True(await Cache.InvalidateAsync(target.Key));
        Assert.False(await Cache.TryAddAsync(target, Until, askedAt));
        Assert.Equal(SharedLink.Mark, await Cache.FindAsync(target.Key));
    }

    [Theory]
    [InlineData(28, true)]
    [InlineData(31, false)]
    [InlineData(86_400, false)]
    [InlineData(-3, true)]
    [InlineData(-8, false)]
    public async Task Refuses_what_was_read_too_long_ago_or_by_a_clock_that_is_off(int seconds, bool isAdded)
    {
        Assert.Equal(isAdded, await Cache.TryAddAsync(target, Until, await AskAsync() - (seconds * Second)));
        Assert.Equal(isAdded, (await Cache.FindAsync(target.Key)).Target is not null);
    }

    [Fact]
    public async Task Adds_nothing_that_has_ended()
    {
        Assert.True(await Cache.TryAddAsync(target, Now, await AskAsync()));
        Assert.NotNull((await Cache.FindAsync(target.Key)).AskedAt);
    }

    private async Task<long> AskAsync()
    {
        var missed = await Cache.FindAsync(target.Key);
        Assert.Equal((null, false), (missed.Target, missed.IsMark));
        return missed.AskedAt!.Value;
    }
}
