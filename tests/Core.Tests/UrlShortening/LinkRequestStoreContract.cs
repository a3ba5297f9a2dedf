using Serverless.Core.UrlShortening.Idempotency;

namespace Serverless.Core.Tests.UrlShortening;

/// <summary>What every <see cref="ILinkRequestStore"/> does.</summary>
public abstract class LinkRequestStoreContract
{
    private static readonly RequestedLink[] Links =
        [new("abcdefgh", "nonce-1", RequestedLinkState.Chosen), RequestedLink.Refused, new("-", "nonce-2", RequestedLinkState.AliasTaken), new("x_y", "nonce-3", RequestedLinkState.Made)];

    protected abstract ILinkRequestStore Store { get; }

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Finds_nothing_that_was_never_stored() => Assert.Null(await Store.FindAsync(Id('A'), Cancel));

    [Fact]
    public async Task Finds_a_request_as_it_was_stored_and_stores_it_once()
    {
        var request = Request(Id('B'), SampleLinks.Start);
        Assert.True(await Store.TryAddAsync(request, Cancel));
        Assert.False(await Store.TryAddAsync(request, Cancel));
        AssertSame(request, await Store.FindAsync(request.Id, Cancel));
    }

    [Fact]
    public async Task Replaces_what_was_read_and_nothing_else()
    {
        var id = Id('C');
        await Store.TryAddAsync(Request(id, SampleLinks.Start), Cancel);
        var read = (await Store.FindAsync(id, Cancel))!;
        var changed = read with { LeasedUntil = SampleLinks.Start.AddDays(1), Links = [Links[0] with { State = RequestedLinkState.Made }] };
        Assert.True(await Store.TryReplaceAsync(changed, Cancel));
        Assert.False(await Store.TryReplaceAsync(changed, Cancel));
        AssertSame(changed, await Store.FindAsync(id, Cancel));
    }

    [Fact]
    public async Task Keeps_a_hundred_links_with_the_longest_keys()
    {
        var request = Request(Id('D'), SampleLinks.Start) with { Links = [.. Enumerable.Range(0, 100).Select(i => new RequestedLink(new string('k', 64), $"nonce-{i:D10}", RequestedLinkState.Chosen))] };
        Assert.True(await Store.TryAddAsync(request, Cancel));
        AssertSame(request, await Store.FindAsync(request.Id, Cancel));
    }

    [Fact]
    public async Task Removes_what_is_old_and_keeps_the_rest()
    {
        foreach (var (id, day) in new[] { (Id('A', '1'), 0), (Id('A', '2'), 1), (Id('A', '3'), 2) })
        {
            await Store.TryAddAsync(Request(id, SampleLinks.Start.AddDays(day)), Cancel);
        }

        await Store.RemoveAsync(0, SampleLinks.Start.AddDays(2), Cancel);
        Assert.Null(await Store.FindAsync(Id('A', '1'), Cancel));
        Assert.Null(await Store.FindAsync(Id('A', '2'), Cancel));
        Assert.NotNull(await Store.FindAsync(Id('A', '3'), Cancel));
    }

    private static string Id(char first, char last = 'x') => first + new string('y', 41) + last;

    private static LinkRequest Request(string id, DateTimeOffset at) => new(id, "body", at, at.AddSeconds(30), Links);

    private static void AssertSame(LinkRequest expected, LinkRequest? found)
    {
        Assert.Equal(expected.Links, found!.Links);
        Assert.Equal(expected with { Links = [], ETag = "" }, found with { Links = [], ETag = "" });
    }
}
