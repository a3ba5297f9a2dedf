using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Serverless.Core.Storage;
using Serverless.Core.UrlShortening.Following;
using Serverless.Core.UrlShortening.Forgetting;
using Serverless.Core.UrlShortening.Links;

namespace Serverless.Core.Tests.UrlShortening.Forgetting;

/// <summary>What comes of one look at a link that is to be forgotten.</summary>
public sealed class LinkForgetterTests : IDisposable
{
    private readonly FakeTimeProvider time = new(SampleLinks.Start);
    private readonly InMemoryLinkStore links = new();
    private readonly ScriptedSharedCache shared = new();
    private readonly ListWorkQueue queue = new();
    private readonly FollowingInstance instance;
    private readonly LinkForgetter forgetter;
    private bool isDown;

    public LinkForgetterTests()
    {
        instance = new FollowingInstance(links, time, shared);
        forgetter = new LinkForgetter(
            new DownLinkStore(links, () => isDown), instance.Invalidations, queue, instance.Metrics, time, NullLogger<LinkForgetter>.Instance);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => instance.Dispose();

    [Fact]
    public async Task Comes_again_without_a_mark_while_the_row_is_the_old_one()
    {
        var promise = await PromiseAsync();
        Assert.Equal(promise.Again(), await LookAsync(promise));
        Assert.Equal(0, shared.Marks);
    }

    [Fact]
    public async Task Ends_when_nothing_was_written_for_an_hour()
    {
        var promise = await PromiseAsync();
        time.Advance(LinkForgetter.WriterPatience - TimeSpan.FromSeconds(1));
        Assert.NotNull(await LookAsync(promise));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await LookAsync(promise));
    }

    [Fact]
    public async Task Ends_after_two_confirmed_marks()
    {
        var promise = await PromiseAsync();
        await ReplaceAsync();
        var marked = await LookAsync(promise);
        Assert.Equal((promise.Marked(), 1), (marked, shared.Marks));
        Assert.Equal((null, 2), (await LookAsync(marked!), shared.Marks));
    }

    [Fact]
    public async Task A_row_that_is_not_there_any_more_is_another()
    {
        var promise = await PromiseAsync();
        await links.TryRemoveAsync((await links.FindAsync("key1", Cancel))!, Cancel);
        Assert.Equal(promise.Marked(), await LookAsync(promise));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_mark_that_was_not_confirmed_does_not_count(bool isSecond)
    {
        var promise = await PromiseAsync();
        await ReplaceAsync();
        var message = isSecond ? promise.Marked() : promise;
        shared.Confirms = false;
        Assert.Equal(message.Again(), await LookAsync(message));
    }

    [Fact]
    public async Task Comes_again_however_late_when_the_store_does_not_say_what_the_row_is()
    {
        var promise = await PromiseAsync();
        isDown = true;
        time.Advance(LinkForgetter.WriterPatience * 10);
        Assert.Equal(promise.Again(), await LookAsync(promise));
    }

    [Fact]
    public async Task A_poison_message_begins_again()
    {
        var promise = await PromiseAsync();
        await forgetter.SendAgainAsync(promise.Marked(), Cancel);
        Assert.Equal(promise.Marked().Again(), ForgetLink.Parse(queue.Messages.Dequeue()));
    }

    private async Task<ForgetLink> PromiseAsync()
    {
        Assert.True(await links.TryAddAsync(SampleLinks.Live(SampleLinks.Link("key1")), Cancel));
        return new ForgetLink("key1", (await links.FindAsync("key1", Cancel))!.ETag, time.GetUtcNow());
    }

    private async Task ReplaceAsync() =>
        Assert.True(await links.TryReplaceAsync((await links.FindAsync("key1", Cancel))!, SampleLinks.Gone("key1"), Cancel));

    private async Task<ForgetLink?> LookAsync(ForgetLink message)
    {
        await forgetter.RunAsync(message, Cancel);
        return queue.Messages.TryDequeue(out var next) ? ForgetLink.Parse(next) : null;
    }

    private sealed class DownLinkStore(ILinkStore inner, Func<bool> isDown) : InterposedLinkStore(inner)
    {
        protected override Task<T> ReadAsync<T>(Func<Task<T>> read) => isDown() ? throw new StoreUnavailableException("It is down.") : read();
    }
}

/// <summary>A shared cache that keeps nothing, counts marks, and confirms them as it is told.</summary>
public sealed class ScriptedSharedCache(TimeSpan? lifetime = null) : ISharedLinkCache
{
    public bool Confirms { get; set; } = true;

    public int Marks { get; private set; }

    public TimeSpan Lifetime => lifetime ?? TimeSpan.FromDays(1);

    public ValueTask<SharedLink> FindAsync(string key) => new(SharedLink.Miss(0));

    public ValueTask<bool> TryAddAsync(LinkTarget target, DateTimeOffset until, long askedAt) => new(true);

    public Task<bool> InvalidateAsync(string key)
    {
        Marks++;
        return Task.FromResult(Confirms);
    }

    public Task ListenAsync(Action<string> invalidated, Action missed, Action listening, CancellationToken cancellationToken) => Task.CompletedTask;
}
