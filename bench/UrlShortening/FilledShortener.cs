using Serverless.Bench.Harness;
using Serverless.Core.Composition;
using Serverless.Core.Storage;
using Serverless.Core.UrlShortening.Clicks;
using Serverless.Core.UrlShortening.Keys;
using Serverless.Core.UrlShortening.Links;
using Serverless.LocalHost.Sqlite;
using Serverless.LocalHost.UrlShortening;

namespace Serverless.Bench.UrlShortening;

/// <summary>The shortener in this process, over a database with many links, its stores' calls counted. Memory is set to hold nearly nothing.</summary>
public sealed class FilledShortener : IAsyncDisposable
{
    private readonly SqliteDatabase database;
    private readonly ServiceProvider services;

    private FilledShortener(SqliteDatabase database, IReadOnlyList<string> keys, DateTimeOffset filledAt)
    {
        this.database = database;
        Keys = keys;
        FilledAt = filledAt;
        Links = new SqliteLinkStore(database);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Links:MemoryLinks", "16")]).Build();
        services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration).AddLogging().AddMetrics().AddTimeAndChance().AddUrlShortening()
            .AddSingleton(Calls.Count(Links))
            .AddSingleton(Calls.Count<IKeyBlockStore>(new SqliteKeyBlockStore(database)))
            .AddSingleton<IClickStore>(new SqliteClickStore(database))
            .AddSingleton<IWorkQueue>(Due)
            .BuildServiceProvider();
    }

    public IReadOnlyList<string> Keys { get; }

    public DateTimeOffset FilledAt { get; }

    /// <summary>Past the counting.</summary>
    public ILinkStore Links { get; }

    public StoreCalls Calls { get; } = new();

    /// <summary>The partitions that clean-up was asked for.</summary>
    public PartitionList Due { get; } = new();

    public static async Task<FilledShortener> CreateAsync(string folder, IReadOnlyList<string> keys)
    {
        var (database, now) = (SqliteDatabase.Open(Path.Combine(folder, "links.db")), TimeProvider.System.GetUtcNow());
        var filled = new FilledShortener(database, keys, now);
        await BenchLinks.FillAsync(filled.Links, keys, now);
        return filled;
    }

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    /// <summary>Removes every link that was not there from the start, so that a measurement does not make the store larger.</summary>
    public Task ShrinkAsync() => database.WriteAsync(
        session =>
        {
            session.Execute("DELETE FROM links WHERE rowid > $filled", ("$filled", (long)Keys.Count));
            session.Execute("DELETE FROM links_by_owner WHERE NOT EXISTS (SELECT 1 FROM links WHERE links.key = links_by_owner.key)");
            return session.Execute("DELETE FROM links_by_expiry WHERE NOT EXISTS (SELECT 1 FROM links WHERE links.key = links_by_expiry.key)");
        },
        CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await database.DisposeAsync();
    }
}
