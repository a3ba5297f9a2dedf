using System.Buffers;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Serverless.Bench.Harness;
using Serverless.LocalHost.Sqlite;

namespace Serverless.Bench.Messaging;

/// <summary>
/// The least that stores the same messages over HTTP: the bare web server, and one thread that writes what has come in meanwhile
/// as one packed entry and the stream's new head, in one transaction. No keys, no checks, no memory of ids, no wake-ups.
/// Argument: the folder of its database, which has LocalHost's tables and pragmas.
/// </summary>
public sealed class BarePublishPeer : IPeer
{
    private const string Pragmas = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON;";

    private readonly Channel<Publish> waiting = Channel.CreateUnbounded<Publish>(new UnboundedChannelOptions { SingleReader = true });

    public string Name => "serve-publishes";

    public async Task ServeAsync(int port, IReadOnlyList<string> arguments)
    {
        var file = Path.Combine(arguments[0], "bare.db");
        await SqliteDatabase.Open(file).DisposeAsync();
        var writing = Task.Factory.StartNew(() => Write(file), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await BareServer.ServeAsync(port, app => app.Run(AnswerAsync));
        waiting.Writer.Complete();
        await writing;
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = await JsonDocument.ParseAsync(context.Request.Body);
        var messages = body.RootElement.GetProperty("messages").EnumerateArray().Select(message => JsonSerializer.SerializeToUtf8Bytes(message.GetProperty("data")));
        var publish = new Publish([.. messages]);
        waiting.Writer.TryWrite(publish);
        var first = await publish.First.Task;
        await context.Response.WriteAsJsonAsync(new { results = publish.Messages.Select((_, place) => new { id = Guid.NewGuid(), sequence = first + place }) });
    }

    private void Write(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        Execute(connection, Pragmas);
        Execute(connection, """
            INSERT INTO streams (stream, version, next, low, active, segment, segment_started, segment_bytes, committed, epoch)
            VALUES ('bare', 1, 1, 1, 1, 0, 0, 0, 0, 0)
            """);
        using var head = Prepare(connection, "UPDATE streams SET version = version + 1, next = $next, segment_bytes = segment_bytes + $bytes, committed = $now WHERE number = 1", "$next", "$bytes", "$now");
        using var entry = Prepare(connection, "INSERT INTO entries (place, count, commit_id, committed, body) VALUES ($place, $count, $commit, $now, $body)", "$place", "$count", "$commit", "$now", "$body");
        var (next, batch, body) = (1L, new List<Publish>(), new ArrayBufferWriter<byte>());
        while (waiting.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            var first = next;
            while (next - first < BenchMessages.Batch && waiting.Reader.TryRead(out var publish))
            {
                batch.Add(publish);
                publish.At = next;
                foreach (var message in publish.Messages)
                {
                    body.Write(BitConverter.GetBytes(message.Length));
                    body.Write(message);
                    next++;
                }
            }

            using (var transaction = connection.BeginTransaction())
            {
                var now = TimeProvider.System.GetUtcNow().UtcTicks;
                Execute(head, transaction, next, body.WrittenCount, now);
                Execute(entry, transaction, first, next - first, Guid.NewGuid().ToByteArray(), now, body.WrittenSpan.ToArray());
                transaction.Commit();
            }

            batch.ForEach(publish => publish.First.SetResult(publish.At));
            batch.Clear();
            body.ResetWrittenCount();
        }
    }

    private static SqliteCommand Prepare(SqliteConnection connection, string sql, params IEnumerable<string> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddRange(parameters.Select(name => new SqliteParameter(name, SqliteType.Integer)));
        return command;
    }

    private static void Execute(SqliteCommand command, SqliteTransaction transaction, params IReadOnlyList<object> values)
    {
        command.Transaction = transaction;
        for (var place = 0; place < values.Count; place++)
        {
            command.Parameters[place].ResetSqliteType();
            command.Parameters[place].Value = values[place];
        }

        command.ExecuteNonQuery();
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private sealed class Publish(IReadOnlyList<byte[]> messages)
    {
        public IReadOnlyList<byte[]> Messages => messages;

        /// <summary>The number of its first message, in the thread that writes.</summary>
        public long At { get; set; }

        /// <summary>The same, once it is on the disk.</summary>
        public TaskCompletionSource<long> First { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
