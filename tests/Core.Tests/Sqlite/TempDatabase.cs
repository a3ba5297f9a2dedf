using Serverless.LocalHost.Sqlite;

namespace Serverless.Core.Tests.Sqlite;

/// <summary>A database in a folder of its own, removed with it.</summary>
public sealed class TempDatabase : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("serverless-");

    public TempDatabase() => Database = SqliteDatabase.Open(File);

    public string File => Path.Combine(folder.FullName, "data", "serverless.db");

    public SqliteDatabase Database { get; private set; }

    /// <summary>Closes the database and opens its file again.</summary>
    public async Task ReopenAsync()
    {
        await Database.DisposeAsync();
        Database = SqliteDatabase.Open(File);
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
