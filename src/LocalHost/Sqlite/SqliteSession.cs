using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Serverless.LocalHost.Sqlite;

/// <summary>One connection with its prepared statements; for one thread at a time.</summary>
public sealed class SqliteSession : IDisposable
{
    private const int BusyTimeoutSeconds = 5;

    // Enough for the inner pages of every tree of some millions of rows, which each look passes; SQLite's default is 2 MB.
    private const int ReaderCacheKibibytes = 16 * 1024;

    // The writer comes back to the leaves too.
    private const int WriterCacheKibibytes = 64 * 1024;

    private readonly SqliteConnection connection;
    private readonly Dictionary<string, SqliteCommand> prepared = new(StringComparer.Ordinal);

    private SqliteSession(SqliteConnection connection) => this.connection = connection;

    /// <summary>Whether a transaction is open: SQLite ends it by itself after some errors, such as a full disk.</summary>
    internal bool InTransaction => raw.sqlite3_get_autocommit(connection.Handle) == 0;

    internal static SqliteSession Open(string file, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = file,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = BusyTimeoutSeconds,
        }.ConnectionString);
        connection.Open();
        var session = new SqliteSession(connection);
        session.Run($"PRAGMA cache_size = -{(mode == SqliteOpenMode.ReadOnly ? ReaderCacheKibibytes : WriterCacheKibibytes)}");
        return session;
    }

    /// <summary>Executes a statement and returns how many rows it changed.</summary>
    /// <param name="sql">A constant: it stays prepared for as long as the session lives.</param>
    /// <param name="parameters">By name, in the same order each time.</param>
    public int Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters) =>
        Prepare(sql, parameters).ExecuteNonQuery();

    /// <summary>The first row of a query; default when there is none.</summary>
    /// <inheritdoc cref="Execute"/>
    public T? First<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var reader = Prepare(sql, parameters).ExecuteReader();
        return reader.Read() ? read(reader) : default;
    }

    /// <summary>All rows of a query.</summary>
    /// <inheritdoc cref="Execute"/>
    public IReadOnlyList<T> All<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var rows = new List<T>();
        using var reader = Prepare(sql, parameters).ExecuteReader();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    /// <summary>The rows of a query, read as they are asked for: to be enumerated once, and before the next query of its text.</summary>
    /// <inheritdoc cref="Execute"/>
    public IEnumerable<T> Stream<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<(string Name, object? Value)> parameters) =>
        Enumerate(Prepare(sql, parameters), read);

    /// <summary>Executes statements that are needed once, each prepared after the one before it has run.</summary>
    public void Run(string script)
    {
        using var command = connection.CreateCommand();
        command.CommandText = script;
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        foreach (var command in prepared.Values)
        {
            command.Dispose();
        }

        connection.Dispose();
    }

    private static IEnumerable<T> Enumerate<T>(SqliteCommand command, Func<SqliteDataReader, T> read)
    {
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return read(reader);
        }
    }

    private SqliteCommand Prepare(string sql, ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        if (!prepared.TryGetValue(sql, out var command))
        {
            return prepared[sql] = Create(sql, parameters);
        }

        for (var i = 0; i < parameters.Length; i++)
        {
            command.Parameters[i].Value = parameters[i].Value ?? DBNull.Value;
        }

        return command;
    }

    private SqliteCommand Create(string sql, ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        command.Prepare();
        return command;
    }
}
