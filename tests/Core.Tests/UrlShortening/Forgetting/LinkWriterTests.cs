using Microsoft.Extensions.Time.Testing;
using Serverless.Core.Storage;
using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Forgetting;
using Serverless.Core.UrlShortening.Links;

namespace Serverless.Core.Tests.UrlShortening.Forgetting;

/// <summary>Before which writes the message is in the queue.</summary>
public sealed class LinkWriterTests
{
    private static readonly ShortLink Link = SampleLinks.Link("key1");
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider time = new(SampleLinks.Start);
    private readonly InMemoryLinkStore links = new();
    private readonly WatchedQueue queue = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string, bool> Successors => new()
    {
        { "url", true },
        { "redirect", true },
        { "forwardQuery", true },
        { "expiresAt", true },
        { "gone", true },
        { "title", false },
        { "tags", false },
    };

    [Theory]
    [MemberData(nameof(Successors))]
    public async Task Promises_where_the_next_row_leads_elsewhere_or_nowhere(string change, bool promises)
    {
        var next = change switch
        {
            "url" => SampleLinks.Live(Link with { Url = "https://example.com/new" }),
            "redirect" => SampleLinks.Live(Link with { Redirect = LinkRedirect.Temporary }),
            "forwardQuery" => SampleLinks.Live(Link with { ForwardQuery = true }),
            "expiresAt" => SampleLinks.Live(Link with { ExpiresAt = Link.ExpiresAt.AddDays(-1) }),
            "gone" => SampleLinks.Gone("key1"),
            "title" => SampleLinks.Live(Link with { Title = "New" }),
            _ => SampleLinks.Live(Link with { Tags = new LinkTags(["new"]) }),
        };
        Assert.Equal(promises ? 1 : 0, await ReplaceAsync(SampleLinks.Live(Link), next));
    }

    [Fact]
    public async Task Promises_before_it_writes()
    {
        queue.OnSend = () => Assert.Equal(SampleLinks.Live(Link), links.Rows.Single().Row);
        Assert.Equal(1, await ReplaceAsync(SampleLinks.Live(Link), SampleLinks.Gone("key1")));
        var (name, text, delay) = queue.Sent.Single();
        Assert.Equal((ForgetLink.Queue, TimeSpan.FromSeconds(10)), (name, delay));
        Assert.Equal(("key1", time.GetUtcNow()), (ForgetLink.Parse(text)!.Key, ForgetLink.Parse(text)!.Since));
    }

    [Fact]
    public async Task Writes_nothing_that_could_not_be_promised()
    {
        queue.OnSend = () => throw new StoreUnavailableException("The queue is down.");
        await Assert.ThrowsAsync<StoreUnavailableException>(() => ReplaceAsync(SampleLinks.Live(Link), SampleLinks.Gone("key1")));
        Assert.Equal(SampleLinks.Live(Link), links.Rows.Single().Row);
    }

    [Fact]
    public async Task Promises_each_attempt_anew()
    {
        await ReplaceAsync(SampleLinks.Live(Link), SampleLinks.Live(Link with { Url = "https://example.com/2" }));
        var writer = Writer(TimeSpan.FromDays(1));
        var current = (await writer.FindAsync("key1", Cancel))!;
        Assert.False(await writer.TryReplaceAsync(current with { ETag = "another" }, SampleLinks.Gone("key1"), Cancel));
        Assert.True(await writer.TryReplaceAsync(current, SampleLinks.Gone("key1"), Cancel));
        Assert.Equal(["another", current.ETag], queue.Sent.Skip(1).Select(sent => ForgetLink.Parse(sent.Text)!.ETag));
    }

    [Theory]
    [InlineData(4, 1)]
    [InlineData(5, 0)]
    public async Task A_link_that_has_expired_by_every_clock_is_in_no_cache(int secondsAgo, int promises)
    {
        var ending = Link with { ExpiresAt = time.GetUtcNow() - (secondsAgo * Second) };
        Assert.Equal(promises, await ReplaceAsync(SampleLinks.Live(ending), LinkRow.Gone.Of(ending, ending.ExpiresAt, time.GetUtcNow().AddDays(1))));
    }

    [Fact]
    public async Task A_gone_row_is_in_no_cache() => Assert.Equal(0, await ReplaceAsync(SampleLinks.Gone("key1"), SampleLinks.Live(Link)));

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    public async Task Promises_nothing_where_all_ends_by_its_age(int lifetime) =>
        Assert.Equal(0, await ReplaceAsync(SampleLinks.Live(Link), SampleLinks.Gone("key1"), lifetime * Second));

    private LinkWriter Writer(TimeSpan lifetime) => new(links, new ScriptedSharedCache(lifetime), queue, time);

    private async Task<int> ReplaceAsync(LinkRow current, LinkRow next, TimeSpan? lifetime = null)
    {
        var writer = Writer(lifetime ?? TimeSpan.FromDays(1));
        Assert.True(await writer.TryAddAsync(current, Cancel));
        Assert.True(await writer.TryReplaceAsync((await writer.FindAsync("key1", Cancel))!, next, Cancel));
        return queue.Sent.Count;
    }

    private sealed class WatchedQueue : IWorkQueue
    {
        public List<(string Queue, string Text, TimeSpan Delay)> Sent { get; } = [];

        public Action OnSend { get; set; } = () => { };

        public Task SendAsync(string queueName, string message, TimeSpan delay, CancellationToken cancellationToken)
        {
            OnSend();
            Sent.Add((queueName, message, delay));
            return Task.CompletedTask;
        }
    }
}
