using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Links;
using Serverless.Functions;
using Serverless.LocalHost.Hosting;
using Serverless.LocalHost.Queues;
using Serverless.LocalHost.Sqlite;

namespace Serverless.HotPaths;

/// <summary>The application's services over a database with one link. Nothing of it runs by itself.</summary>
internal sealed class HotApp : IAsyncDisposable
{
    public const string Key = "k3Yq0Zb7";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("serverless-hot-paths-");
    private readonly SqliteDatabase database;
    private readonly ServiceProvider services;

    private HotApp()
    {
        database = SqliteDatabase.Open(Path.Combine(folder.FullName, "serverless.db"));
        var configuration = new ConfigurationBuilder().Build();
        services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration).AddLogging().AddServerless(configuration)
            .AddEmbeddedStorage(database, new SqliteWorkQueue(database, TimeProvider.System))
            .BuildServiceProvider();
    }

    public static HotApp Build() => new();

    public async Task AddLinkAsync()
    {
        var now = TimeProvider.System.GetUtcNow();
        var link = new ShortLink
        {
            Key = Key,
            Url = $"https://example.com/orders/{Key}?sig=%2Bx%2F",
            Owner = "admin",
            CreatedAt = now,
            ExpiresAt = now.AddDays(30),
            Redirect = LinkRedirect.Permanent,
            Nonce = "nonce-0123456789",
        };
        if (!await Get<ILinkStore>().TryAddAsync(new LinkRow.Live(link), CancellationToken.None))
        {
            throw new InvalidOperationException("There is such a link already.");
        }
    }

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    /// <summary>An instance of a function's class.</summary>
    public T Make<T>() => ActivatorUtilities.CreateInstance<T>(services);

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await database.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
