using Microsoft.Data.Sqlite;
using Serverless.Core.Storage;

namespace Serverless.LocalHost.Sqlite;

/// <summary>
/// The one file in which LocalHost keeps everything that must survive a power cut: many readers beside one writer, whose
/// concurrent operations share a commit.
/// </summary>
public sealed class SqliteDatabase : IAsyncDisposable
{
    private readonly SqliteSession session;
    private readonly SqliteWriter writer;
    private readonly SqliteReaders readers;

    private SqliteDatabase(string file, SqliteSession session)
    {
        this.session = session;
        writer = new SqliteWriter(session);
        readers = new SqliteReaders(file);
    }

    /// <summary>How many transactions have been committed: fewer than operations when these came at the same time.</summary>
    public long Commits => writer.Commits;

    /// <summary>
    /// Opens the file, made with its folder if there is none, and creates what its schema lacks. Secrets of webhooks are in it: its
    /// owner alone may read it, whatever was so before.
    /// </summary>
    /// <exception cref="InvalidDataException">The file was written by a newer version.</exception>
    /// <exception cref="StoreUnavailableException">The file can't be opened, or is no database.</exception>
    public static SqliteDatabase Open(string file)
    {
        var path = Path.GetFullPath(file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            KeepToOwner(path);
            return new SqliteDatabase(path, SqliteSchema.Open(path));
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException($"{path}: {e.Message}", e);
        }
    }

    /// <summary>
    /// Runs an operation on the writer's thread, atomically: when the task completes, its changes survive a crash. The
    /// operation must be quick and touch nothing but the session. What it throws undoes it alone and surfaces here.
    /// </summary>
    /// <param name="cancellationToken">Heeded until the operation starts; from then on it completes.</param>
    /// <exception cref="StoreUnavailableException">SQLite reported an error, or the commit failed.</exception>
    /// <exception cref="ObjectDisposedException">The database no longer accepts operations.</exception>
    public async Task<T> WriteAsync<T>(Func<SqliteSession, T> operation, CancellationToken cancellationToken)
    {
        var write = new SqliteWrite<T>(operation, cancellationToken);
        await writer.AcceptAsync(write, cancellationToken);
        return await write.Completion;
    }

    /// <summary>Runs a query on the calling thread, which takes microseconds, and sees all that was committed.</summary>
    /// <exception cref="StoreUnavailableException">SQLite reported an error.</exception>
    /// <exception cref="ObjectDisposedException">The database has been closed.</exception>
    public Task<T> ReadAsync<T>(Func<SqliteSession, T> query, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellationToken);
        }

        try
        {
            return Task.FromResult(readers.Read(query));
        }
        catch (SqliteException e)
        {
            return Task.FromException<T>(new StoreUnavailableException(e.Message, e));
        }
        catch (Exception e)
        {
            return Task.FromException<T>(e);
        }
    }

    /// <summary>Completes when every accepted operation has been committed and the file is closed.</summary>
    public async ValueTask DisposeAsync()
    {
        await writer.DisposeAsync();
        readers.Dispose();

        // The last connection to close moves the log into the file, which a read-only one can't do.
        session.Dispose();
    }

    // SQLite gives what it makes beside the file the same mode; what an earlier version left there has its own. A file that exists
    // is not opened for this: closing it would end the locks of whoever has it open in this process.
    private static void KeepToOwner(string path)
    {
        if (!File.Exists(path))
        {
            PrivateFile.Create(path).Dispose();
        }

        foreach (var file in (string[])[path, $"{path}-wal", $"{path}-shm"])
        {
            PrivateFile.Restrict(file);
        }
    }
}
