using Microsoft.Data.Sqlite;
using Serverless.Core.Storage;
using Serverless.LocalHost.Sqlite;

namespace Serverless.Core.Tests.Sqlite;

public sealed class SqliteDatabaseTests : IAsyncLifetime
{
    private readonly TempDatabase temp = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private SqliteDatabase Database => temp.Database;

    public async ValueTask InitializeAsync() => await WriteAsync("CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT NOT NULL)");

    public ValueTask DisposeAsync() => temp.DisposeAsync();

    [Fact]
    public async Task Commits_once_for_operations_that_came_together()
    {
        var before = Database.Commits;
        var writer = await HeldWriter.StartAsync(Database);
        var writes = Enumerable.Range(1, 50).Select(AddAsync).ToArray();

        await writer.DisposeAsync();
        await Task.WhenAll(writes);

        Assert.Equal(before + 1, Database.Commits);
        Assert.Equal(Enumerable.Range(1, 50), await NotesAsync());
    }

    [Fact]
    public async Task Answers_nobody_and_shows_readers_nothing_before_the_commit()
    {
        await using var before = await HeldWriter.StartAsync(Database);
        var add = AddAsync(1);
        var after = HeldWriter.StartAsync(Database);
        before.Release();
        await using var entered = await after;

        Assert.False(add.IsCompleted);
        Assert.Empty(await NotesAsync());
    }

    [Fact]
    public async Task Shows_readers_what_was_committed()
    {
        for (var id = 1; id <= 20; id++)
        {
            await AddAsync(id);
            Assert.Equal(id, (await NotesAsync()).Count);
        }
    }

    [Fact]
    public async Task Undoes_only_the_operation_that_throws()
    {
        var writer = await HeldWriter.StartAsync(Database);
        var first = AddAsync(1);
        var broken = Database.WriteAsync<int>(
            session =>
            {
                Insert(session, 2);
                throw new FormatException("Broken.");
            },
            Cancel);
        var last = AddAsync(3);

        await writer.DisposeAsync();
        await Task.WhenAll(first, last);

        Assert.Equal("Broken.", (await Assert.ThrowsAsync<FormatException>(() => broken)).Message);
        Assert.Equal([1, 3], await NotesAsync());
    }

    [Fact]
    public async Task Reports_an_error_of_a_write_as_an_unavailable_store()
    {
        await AddAsync(1);

        var exception = await Assert.ThrowsAsync<StoreUnavailableException>(() => AddAsync(1));

        var inner = Assert.IsType<SqliteException>(exception.InnerException);
        Assert.Equal(inner.Message, exception.Message);
    }

    [Fact]
    public async Task Reports_an_error_of_a_read_as_an_unavailable_store()
    {
        var read = Database.ReadAsync(session => session.Execute("SELECT * FROM nowhere"), Cancel);

        var exception = await Assert.ThrowsAsync<StoreUnavailableException>(() => read);

        Assert.IsType<SqliteException>(exception.InnerException);
    }

    [Fact]
    public async Task Refuses_to_write_in_a_read()
    {
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Database.ReadAsync(session => Insert(session, 1), Cancel));

        Assert.Empty(await NotesAsync());
    }

    [Fact]
    public async Task Does_not_run_an_operation_that_was_cancelled_before_its_start()
    {
        using var cancellation = new CancellationTokenSource();
        var writer = await HeldWriter.StartAsync(Database);
        var cancelled = Database.WriteAsync(session => Insert(session, 1), cancellation.Token);
        await cancellation.CancelAsync();

        await writer.DisposeAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.Empty(await NotesAsync());
    }

    [Fact]
    public async Task Completes_an_operation_that_was_cancelled_after_its_start()
    {
        using var cancellation = new CancellationTokenSource();

        await Database.WriteAsync(
            session =>
            {
                cancellation.Cancel();
                return Insert(session, 1);
            },
            cancellation.Token);

        Assert.Equal([1], await NotesAsync());
    }

    [Fact]
    public async Task Finds_everything_after_it_was_reopened()
    {
        await Task.WhenAll(Enumerable.Range(1, 100).Select(AddAsync));

        await temp.ReopenAsync();

        Assert.Equal(Enumerable.Range(1, 100), await NotesAsync());
    }

    [Fact]
    public async Task Refuses_a_file_of_a_newer_version()
    {
        await WriteAsync("PRAGMA user_version = 1000");

        var exception = await Assert.ThrowsAsync<InvalidDataException>(temp.ReopenAsync);

        Assert.Contains("newer version", exception.Message, StringComparison.Ordinal);
        Assert.Contains("1000", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_a_file_that_is_no_database()
    {
        var file = Path.Combine(Path.GetDirectoryName(temp.File)!, "notes.txt");
        await File.WriteAllTextAsync(file, new string('x', 10_000), Cancel);

        var exception = Assert.Throws<StoreUnavailableException>(() => SqliteDatabase.Open(file));

        Assert.Contains(file, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commits_what_it_accepted_before_it_closes()
    {
        var writer = await HeldWriter.StartAsync(Database);
        var writes = Enumerable.Range(1, 1_000).Select(AddAsync).ToArray();
        var closing = Database.DisposeAsync();

        await writer.DisposeAsync();
        await closing;
        await Task.WhenAll(writes);
        await temp.ReopenAsync();

        Assert.Equal(1_000, (await NotesAsync()).Count);
    }

    [Fact]
    public async Task Refuses_operations_when_closed()
    {
        await Database.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => AddAsync(1));
        await Assert.ThrowsAsync<ObjectDisposedException>(NotesAsync);
    }

    private static int Insert(SqliteSession session, int id) =>
        session.Execute("INSERT INTO notes (id, body) VALUES ($id, $body)", ("$id", id), ("$body", "A note."));

    private Task<int> AddAsync(int id) => Database.WriteAsync(session => Insert(session, id), Cancel);

    private Task<IReadOnlyList<int>> NotesAsync() =>
        Database.ReadAsync(session => session.All("SELECT id FROM notes ORDER BY id", row => row.GetInt32(0)), Cancel);

    private Task<int> WriteAsync(string script) => Database.WriteAsync(
        session =>
        {
            session.Run(script);
            return 0;
        },
        Cancel);
}
