using System.Security.Cryptography;
using Serverless.Core.Access;
using Serverless.Core.Redis;
using Serverless.Functions;
using Serverless.LocalHost.Queues;
using Serverless.LocalHost.Redis;
using Serverless.LocalHost.Sqlite;
using Serverless.LocalHost.Triggers;

namespace Serverless.LocalHost.Hosting;

/// <summary>
/// All of LocalHost: the stores, and over them one or more instances that share nothing else, as the cloud would run them.
/// </summary>
public sealed class LocalCluster : IAsyncDisposable
{
    private readonly List<WebApplication> instances = [];
    private readonly LocalHostSettings settings;
    private readonly IConfiguration configuration;
    private readonly Action<int, IServiceCollection> change;

    private readonly Lazy<Task> stop;

    private DataFolder? folder;
    private SqliteDatabase? database;
    private EmbeddedRedis? redis;

    private LocalCluster(LocalHostSettings settings, IConfiguration configuration, Action<int, IServiceCollection> change)
    {
        this.settings = settings;
        this.configuration = configuration;
        this.change = change;
        stop = new Lazy<Task>(StopAsync);
    }

    /// <summary>The key that was made or found in the data folder; null when the configuration names one.</summary>
    public AdminKeyFile? AdminKey { get; private set; }

    public string DataFolder => settings.DataFolder;

    /// <summary>Where each instance listens, with the ports that the system chose.</summary>
    public IReadOnlyList<Uri> Addresses => [.. instances.Select(instance => new Uri(instance.Urls.First()))];

    /// <summary>Services of each instance.</summary>
    public IReadOnlyList<IServiceProvider> Services => [.. instances.Select(instance => instance.Services)];

    /// <summary>Starts everything and returns once every instance answers.</summary>
    /// <param name="args">The command line.</param>
    /// <exception cref="SettingsException">It can't start as it was told to.</exception>
    public static Task<LocalCluster> StartAsync(params string[] args) => StartAsync((_, _) => { }, args);

    /// <inheritdoc cref="StartAsync(string[])"/>
    /// <param name="change">Changes the services of an instance, named by its number from 0, before they are built: for tests.</param>
    /// <param name="args">The command line.</param>
    public static async Task<LocalCluster> StartAsync(Action<int, IServiceCollection> change, params string[] args)
    {
        var configuration = LocalConfiguration.Read(args);
        var cluster = new LocalCluster(LocalHostSettings.Read(configuration), configuration, change);
        try
        {
            await cluster.StartAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Completes when the process was asked to stop and every instance has.</summary>
    public Task WaitForShutdownAsync() => Task.WhenAll(instances.Select(instance => instance.WaitForShutdownAsync()));

    /// <summary>Lets requests in flight finish, flushes, and closes the stores; once, however often it is called.</summary>
    public ValueTask DisposeAsync() => new(stop.Value);

    private async Task StopAsync()
    {
        // The host of an instance that failed to start has nothing to stop, and says so by an exception.
        await Task.WhenAll(instances.Where(instance => instance.Lifetime.ApplicationStarted.IsCancellationRequested).Select(instance => instance.StopAsync()));
        foreach (var instance in instances)
        {
            await instance.DisposeAsync();
        }

        redis?.Dispose();
        if (database is not null)
        {
            await database.DisposeAsync();
        }

        folder?.Dispose();
    }

    private async Task StartAsync()
    {
        folder = Hosting.DataFolder.Open(settings.DataFolder);
        var startingRedis = NeedsRedis() ? Task.Run(EmbeddedRedis.Start) : null;
        try
        {
            database = SqliteDatabase.Open(folder.DatabaseFile);
            AdminKey = ReadAdminKey();
        }
        finally
        {
            redis = startingRedis is null ? null : await startingRedis;
        }

        var functions = FunctionCatalog.Of(typeof(ServerlessServices).Assembly);
        var queue = new SqliteWorkQueue(database, TimeProvider.System);
        var shared = new SharedParts(configuration, settings, functions, HostSettings.Read(), database, queue, redis, AdminKey);
        for (var number = 0; number < settings.Instances; number++)
        {
            instances.Add(LocalInstance.Build(number, shared, change));
        }

        await Task.WhenAll(instances.Select(instance => LocalInstance.StartAsync(instance)));
    }

    private bool NeedsRedis() => RedisAddress.Find(configuration, RedisAddress.Counters) is null || RedisAddress.Find(configuration, RedisAddress.Cache) is null;

    private AdminKeyFile? ReadAdminKey()
    {
        if (!string.IsNullOrWhiteSpace(configuration[$"{AccessOptions.Section}:{nameof(AccessOptions.AdminKey)}"]))
        {
            return null;
        }

        using var random = RandomNumberGenerator.Create();
        return AdminKeyFile.ReadOrCreate(settings.DataFolder, random);
    }
}
