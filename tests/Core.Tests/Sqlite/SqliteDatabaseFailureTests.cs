using Serverless.Core.Storage;

namespace Serverless.Core.Tests.Sqlite;

/// <summary>What callers see when whole transactions are lost.</summary>
public sealed class SqliteDatabaseFailureTests : IAsyncLifetime
{
    private const string Tables = """
        CREATE TABLE notes (body TEXT NOT NULL);
        CREATE TABLE parents (id INTEGER PRIMARY KEY);
        CREATE TABLE children (parent INTEGER NOT NULL REFERENCES parents (id) DEFERRABLE INITIALLY DEFERRED);
        """;

    private readonly TempDatabase temp = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await RunAsync(Tables);

    public ValueTask DisposeAsync() => temp.DisposeAsync();

    [Fact]
    public async Task Fails_every_operation_of_a_commit_that_fails()
    {
        var writer = await HeldWriter.StartAsync(temp.Database);
        var before = AddAsync("before");
        var orphan = RunAsync("INSERT INTO children (parent) VALUES (1)");
        var after = AddAsync("after");

        await writer.DisposeAsync();

        await AssertUnavailableAsync(before, orphan, after);
        Assert.Equal(0, await CountAsync());
    }

    [Fact]
    public async Task Fails_every_operation_of_a_transaction_that_is_lost_midway()
    {
        var writer = await HeldWriter.StartAsync(temp.Database);
        var before = AddAsync("before");
        var loser = RunAsync("ROLLBACK");
        var after = AddAsync("after");

        await writer.DisposeAsync();

        await AssertUnavailableAsync(before, loser);
        await after;
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task Fails_the_callers_when_the_disk_is_full()
    {
        await RunAsync("PRAGMA max_page_count = 1");

        await AssertUnavailableAsync(AddAsync(new string('x', 1_000_000)));

        Assert.Equal(0, await CountAsync());
    }

    [Fact]
    public async Task Writes_again_when_the_disk_has_room_again()
    {
        await RunAsync("PRAGMA max_page_count = 1");
        await AssertUnavailableAsync(AddAsync(new string('x', 1_000_000)));

        await RunAsync("PRAGMA max_page_count = 1000000");
        await AddAsync(new string('x', 1_000_000));

        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task Writes_again_after_a_failed_commit()
    {
        await AssertUnavailableAsync(RunAsync("INSERT INTO children (parent) VALUES (1)"));

        await AddAsync("after");

        Assert.Equal(1, await CountAsync());
    }

    private static async Task AssertUnavailableAsync(params Task[] writes)
    {
        foreach (var write in writes)
        {
            await Assert.ThrowsAsync<StoreUnavailableException>(() => write);
        }
    }

    private Task<int> AddAsync(string body) =>
        temp.Database.WriteAsync(session => session.Execute("INSERT INTO notes (body) VALUES ($body)", ("$body", body)), Cancel);

    private Task<long> CountAsync() =>
        temp.Database.ReadAsync(session => session.First("SELECT count(*) FROM notes", row => row.GetInt64(0)), Cancel);

    private Task<int> RunAsync(string script) => temp.Database.WriteAsync(
        session =>
        {
            session.Run(script);
            return 0;
        },
        Cancel);
}
