using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Serverless.Core.Storage;

namespace Serverless.LocalHost.Sqlite;

/// <summary>
/// The thread that makes all changes. Operations that wait while a commit reaches the disk share the next one (group
/// commit), so that throughput grows with the number of callers.
/// </summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    private const int MaxBatch = 512;
    private const int MaxWaiting = 4 * MaxBatch;

    private readonly SqliteSession session;
    private readonly List<SqliteWrite> batch = new(MaxBatch);
    private readonly Channel<SqliteWrite> waiting = Channel.CreateBounded<SqliteWrite>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true });
    private readonly TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long commits;

    public SqliteWriter(SqliteSession session)
    {
        this.session = session;
        new Thread(Run) { Name = "SQLite writer", IsBackground = true }.Start();
    }

    public long Commits => Volatile.Read(ref commits);

    public async ValueTask AcceptAsync(SqliteWrite write, CancellationToken cancellationToken)
    {
        try
        {
            await waiting.Writer.WriteAsync(write, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(SqliteDatabase));
        }
    }

    public async ValueTask DisposeAsync()
    {
        waiting.Writer.TryComplete();
        await stopped.Task;
    }

    private void Run()
    {
        while (waiting.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            CommitBatch();
        }

        stopped.SetResult();
    }

    private void CommitBatch()
    {
        try
        {
            session.Execute("BEGIN IMMEDIATE");
            while (TryTake(out var write))
            {
                Apply(write);
            }

            session.Execute("COMMIT");
            Interlocked.Increment(ref commits);
        }
        catch (Exception e)
        {
            Abandon(e);
        }

        batch.ForEach(write => write.Complete());
        batch.Clear();
    }

    private bool TryTake([NotNullWhen(true)] out SqliteWrite? write)
    {
        write = null;
        while (batch.Count < MaxBatch && waiting.Reader.TryRead(out write))
        {
            if (write.TryStart())
            {
                batch.Add(write);
                return true;
            }
        }

        return false;
    }

    private void Apply(SqliteWrite write)
    {
        session.Execute("SAVEPOINT operation");
        try
        {
            write.Run(session);
        }
        catch (Exception e) when (session.InTransaction)
        {
            write.Fail(e);
            session.Execute("ROLLBACK TO operation");
        }

        session.Execute("RELEASE operation");
    }

    private void Abandon(Exception e)
    {
        if (batch.Count == 0)
        {
            // The transaction did not even begin: who waits for it must hear of it, or the thread would try for ever.
            while (TryTake(out _))
            {
            }
        }

        batch.ForEach(write => write.Fail(new StoreUnavailableException($"The transaction failed: {e.Message}", e)));
        RollBack();
    }

    private void RollBack()
    {
        if (!session.InTransaction)
        {
            return;
        }

        try
        {
            session.Execute("ROLLBACK");
        }
        catch (SqliteException)
        {
            // Whatever stays open fails the next batch, which tries again; the thread must live on.
        }
    }
}
