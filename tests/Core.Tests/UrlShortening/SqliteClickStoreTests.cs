using Serverless.Core.Tests.Sqlite;
using Serverless.Core.UrlShortening.Clicks;
using Serverless.LocalHost.UrlShortening;

namespace Serverless.Core.Tests.UrlShortening;

public sealed class SqliteClickStoreTests : ClickStoreContract
{
    private readonly TempDatabase temp = new();

    protected override IClickStore Store => new SqliteClickStore(temp.Database);

    public override async ValueTask DisposeAsync()
    {
        await temp.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task Finds_clicks_after_the_database_was_reopened()
    {
        await AddAsync("one", 1, Count("abcd", 3));
        await temp.ReopenAsync();
        Assert.Equal([new(Day, "", 3)], await ListAsync("abcd"));
    }
}
