using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Serverless.LocalHost.Sqlite;

/// <summary>A pool of read-only sessions, so that reads neither wait for the writer nor prepare their statements anew.</summary>
internal sealed class SqliteReaders(string file) : IDisposable
{
    private const int MaxIdle = 16;

    private readonly ConcurrentQueue<SqliteSession> idle = new();
    private volatile bool disposed;

    public T Read<T>(Func<SqliteSession, T> query)
    {
        var session = Rent();
        try
        {
            var result = query(session);
            Return(session);
            return result;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        disposed = true;
        CloseIdle();
    }

    private SqliteSession Rent()
    {
        ObjectDisposedException.ThrowIf(disposed, typeof(SqliteDatabase));
        return idle.TryDequeue(out var session) ? session : SqliteSession.Open(file, SqliteOpenMode.ReadOnly);
    }

    private void Return(SqliteSession session)
    {
        if (idle.Count >= MaxIdle)
        {
            session.Dispose();
            return;
        }

        idle.Enqueue(session);
        if (disposed)
        {
            CloseIdle();
        }
    }

    private void CloseIdle()
    {
        while (idle.TryDequeue(out var session))
        {
            session.Dispose();
        }
    }
}
