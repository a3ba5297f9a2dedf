using Serverless.Bench.Harness;
using Serverless.Bench.UrlShortening;
using Serverless.Core.Composition;
using Serverless.Core.Messaging.Administration;
using Serverless.Core.Messaging.Attempts;
using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Messaging.Scheduling;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.Network;
using Serverless.Core.Storage;
using Serverless.LocalHost.Messaging;
using Serverless.LocalHost.Sqlite;

namespace Serverless.Bench.Messaging;

/// <summary>The queue in this process, over a database with one topic of many pull subscriptions, the calls of log and cursors counted.</summary>
public sealed class FilledTopic : IAsyncDisposable
{
    private const int AddersAtOnce = 64;

    private readonly SqliteDatabase database;
    private readonly ServiceProvider services;

    private FilledTopic(SqliteDatabase database)
    {
        this.database = database;
        services = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().Build()).AddLogging().AddMetrics().AddTimeAndChance().AddNetwork().AddMessaging()
            .AddSingleton<ITopicStore>(new SqliteTopicStore(database))
            .AddSingleton(Calls.Count<IMessageLog>(new SqliteMessageLog(database)))
            .AddSingleton(Calls.Count<ICursorStore>(new SqliteCursorStore(database)))
            .AddSingleton<IScheduledMessageStore>(new SqliteScheduledMessageStore(database))
            .AddSingleton<IAttemptStore>(new SqliteAttemptStore(database))
            .AddSingleton<IWorkQueue>(new PartitionList())
            .BuildServiceProvider();
    }

    public Topic Topic { get; private set; } = null!;

    public IReadOnlyList<Subscription> Subscriptions { get; private set; } = [];

    public StoreCalls Calls { get; } = new();

    public static async Task<FilledTopic> CreateAsync(string folder, int subscriptions)
    {
        var filled = new FilledTopic(SqliteDatabase.Open(Path.Combine(folder, "topic.db")));
        filled.Topic = (await filled.Get<TopicEditor>().PutAsync(BenchMessages.Topic, new TopicRequest(), CancellationToken.None)).Topic!;
        var made = new Subscription[subscriptions];
        var options = new ParallelOptions { MaxDegreeOfParallelism = AddersAtOnce };
        await Parallel.ForAsync(0, subscriptions, options, async (i, token) => made[i] = await filled.AddAsync(BenchMessages.NameOf(i), token));
        filled.Subscriptions = made;
        return filled;
    }

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    /// <summary>Bytes of the entries of the log, divided by their messages.</summary>
    public Task<double> BytesAMessageAsync() =>
        ReadAsync("SELECT CAST(SUM(LENGTH(body) + LENGTH(commit_id)) AS REAL) / SUM(count) FROM entries");

    /// <summary>Bytes of the cursors' documents, divided by their number.</summary>
    public Task<double> BytesACursorAsync() => ReadAsync("SELECT AVG(LENGTH(document)) FROM cursors");

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await database.DisposeAsync();
    }

    private async Task<Subscription> AddAsync(string name, CancellationToken cancellationToken)
    {
        var request = new SubscriptionRequest { Delivery = new DeliveryRequest { Mode = "pull" } };
        return (await Get<SubscriptionEditor>().PutAsync(BenchMessages.Topic, name, request, _ => true, cancellationToken)).Subscription!;
    }

    private Task<double> ReadAsync(string query) => database.ReadAsync(session => session.First(query, row => row.GetDouble(0)), CancellationToken.None);
}
