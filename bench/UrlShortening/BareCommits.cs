using System.Globalization;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Serverless.Bench.Harness;
using Serverless.LocalHost.Sqlite;

namespace Serverless.Bench.UrlShortening;

/// <summary>
/// The rows of new links and nothing else: one thread writes what 64 callers wait for, and commits it. Tables, indices and
/// pragmas are those of LocalHost's database.
/// </summary>
public sealed class BareCommits : IContender, IAsyncDisposable
{
    private const string Pragmas = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON;";

    private readonly Channel<TaskCompletionSource> waiting = Channel.CreateUnbounded<TaskCompletionSource>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Dictionary<string, SqliteParameter> row = new SqliteParameter[]
    {
        new("$key", ""), new("$nonce", "nonce-of-16-char"), new("$due", 0L), new("$url", ""), new("$created", 0L), new("$shard", 0L), new("$hour", 17_750_000L),
    }.ToDictionary(parameter => parameter.ParameterName);

    private readonly SqliteConnection connection;
    private readonly SqliteCommand[] inserts;
    private readonly Task writing;
    private long number;
    private long commits;

    private BareCommits(SqliteConnection connection)
    {
        this.connection = connection;
        inserts =
        [
            Prepare("INSERT INTO links (key, version, nonce, due, url, owner, created, redirect) VALUES ($key, random(), $nonce, $due, $url, 'admin', $created, 301) ON CONFLICT DO NOTHING"),
            Prepare("INSERT INTO links_by_owner (owner, created, key, nonce) VALUES ('admin', $created, $key, $nonce) ON CONFLICT DO NOTHING"),
            Prepare("INSERT INTO links_by_expiry (shard, hour, due, key, nonce) VALUES ($shard, $hour, $due, $key, $nonce) ON CONFLICT DO NOTHING"),
        ];
        writing = Task.Factory.StartNew(Write, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public string Name => "bare SQLite group commits";

    public static async Task<BareCommits> StartAsync(string folder)
    {
        var file = Path.Combine(folder, "bare.db");
        await SqliteDatabase.Open(file).DisposeAsync();
        var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var pragmas = connection.CreateCommand();
        pragmas.CommandText = Pragmas;
        pragmas.ExecuteNonQuery();
        return new BareCommits(connection);
    }

    public async Task<Sample> MeasureAsync(TimeSpan duration)
    {
        var (start, before) = (TimeProvider.System.GetTimestamp(), commits);
        var latencies = await Task.WhenAll(Enumerable.Range(0, WrkLoad.Connections).Select(_ => CallAsync(start, duration)));
        var elapsed = TimeProvider.System.GetElapsedTime(start);
        var rows = latencies.Sum(list => list.Count);
        return Sample.Of(latencies.SelectMany(list => list), elapsed, string.Create(CultureInfo.InvariantCulture, $"{(double)rows / (commits - before):0.0} links a commit"));
    }

    public async ValueTask DisposeAsync()
    {
        waiting.Writer.Complete();
        await writing;
        foreach (var insert in inserts)
        {
            await insert.DisposeAsync();
        }

        await connection.DisposeAsync();
    }

    private async Task<List<TimeSpan>> CallAsync(long start, TimeSpan duration)
    {
        var latencies = new List<TimeSpan>();
        while (TimeProvider.System.GetElapsedTime(start) < duration)
        {
            var begun = TimeProvider.System.GetTimestamp();
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.Writer.TryWrite(done);
            await done.Task;
            latencies.Add(TimeProvider.System.GetElapsedTime(begun));
        }

        return latencies;
    }

    private void Write()
    {
        var batch = new List<TaskCompletionSource>();
        while (waiting.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            using var transaction = connection.BeginTransaction();
            while (waiting.Reader.TryRead(out var caller))
            {
                Insert(transaction);
                batch.Add(caller);
            }

            transaction.Commit();
            commits++;
            batch.ForEach(caller => caller.SetResult());
            batch.Clear();
        }
    }

    private void Insert(SqliteTransaction transaction)
    {
        // Keys in no order, as those of links.
        var id = number++;
        var spread = unchecked((ulong)id * 0x9E3779B97F4A7C15);
        row["$key"].Value = spread.ToString("x16", CultureInfo.InvariantCulture)[..8] + id.ToString("x", CultureInfo.InvariantCulture);
        row["$url"].Value = $"https://example.com/orders/{id:000000000}?sig=%2Bx%2F";
        row["$due"].Value = 639_000_000_000_000_000 + id;
        row["$created"].Value = 638_000_000_000_000_000 + id;
        row["$shard"].Value = (long)(spread % 64);
        foreach (var insert in inserts)
        {
            insert.Transaction = transaction;
            insert.ExecuteNonQuery();
        }
    }

    private SqliteCommand Prepare(string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddRange(row.Where(parameter => sql.Contains(parameter.Key, StringComparison.Ordinal)).Select(parameter => parameter.Value));
        command.Prepare();
        return command;
    }
}
