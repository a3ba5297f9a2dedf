using Serverless.Core.Tests.Sqlite;
using Serverless.Core.UrlShortening.Links;
using Serverless.LocalHost.UrlShortening;

namespace Serverless.Core.Tests.UrlShortening;

public sealed class SqliteLinkStoreTests : LinkStoreContract, IAsyncDisposable
{
    private readonly TempDatabase temp = new();

    protected override ILinkStore Store => new SqliteLinkStore(temp.Database);

    public ValueTask DisposeAsync() => temp.DisposeAsync();

    [Fact]
    public async Task Finds_a_link_after_the_database_was_reopened()
    {
        var link = SampleLinks.Link("abc");
        await Store.TryAddAsync(link, Cancel);

        await temp.ReopenAsync();

        Assert.Equal(SampleLinks.Live(link), (await Store.FindAsync("abc", Cancel))?.Row);
        Assert.Equal([SampleLinks.Entry(link)], await Store.ListByOwnerAsync("owner", null, 10, Cancel));
    }

    [Fact]
    public async Task Keeps_a_due_entry_for_every_state_of_a_row()
    {
        var link = SampleLinks.Link("abc");
        var gone = SampleLinks.Gone("abc");
        await Store.TryAddAsync(link, Cancel);
        await Store.TryReplaceAsync((await Store.FindAsync("abc", Cancel))!, gone, Cancel);

        Assert.Equal([gone.DueAt.UtcTicks, link.ExpiresAt.UtcTicks], await DueAsync());
    }

    [Fact]
    public async Task Leaves_no_entry_of_a_link_that_was_not_added()
    {
        await Store.TryAddAsync(SampleLinks.Link("abc", "first"), Cancel);
        await Store.TryAddAsync(SampleLinks.Link("abc", "second", nonce: "another"), Cancel);

        Assert.Empty(await Store.ListByOwnerAsync("second", null, 10, Cancel));
        Assert.Single(await DueAsync());
    }

    [Fact]
    public async Task Drops_the_owners_entry_when_a_link_is_gone()
    {
        await Store.TryAddAsync(SampleLinks.Link("abc"), Cancel);
        await Store.TryReplaceAsync((await Store.FindAsync("abc", Cancel))!, SampleLinks.Gone("abc"), Cancel);

        Assert.Empty(await Store.ListByOwnerAsync("owner", null, 10, Cancel));
    }

    private Task<IReadOnlyList<long>> DueAsync() => temp.Database.ReadAsync(
        session => session.All("SELECT due FROM links_by_expiry WHERE key = 'abc' ORDER BY due", row => row.GetInt64(0)), Cancel);
}
