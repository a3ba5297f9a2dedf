using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Serverless.Azure.Tests.CosmosStandIn;
using Serverless.Azure.Tests.Emulators;
using Serverless.Core.RateLimiting.Counting.Redis;
using Serverless.Core.Tests.RateLimiting.Servers;
using Serverless.Core.UrlShortening.Following;
using Serverless.Functions;
using Serverless.Functions.RateLimiting.Checking;

namespace Serverless.Azure.Tests.Operations;

/// <summary>One instance of the application as the Functions app composes it, whose every request to a service is counted.</summary>
internal sealed class CountedApp : IAsyncDisposable
{
    private readonly UnreliableNetwork storage = new();
    private readonly CosmosTestAccount cosmos;
    private readonly RedisServerProcess redis;
    private readonly RedisCommands commands;
    private readonly IHost host;
    private readonly TestAccount account;
    private readonly bool isFirst;

    private CountedApp(RedisServerProcess redis, RedisCommands commands, Azurite azurite, CountedApp? first = null)
    {
        this.redis = redis;
        this.commands = commands;
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Storage"] = azurite.ConnectionString,
            ["Cosmos"] = CosmosTestAccount.ConnectionString,
            ["Redis:Counters"] = redis.Configuration,
            ["Redis:Cache"] = redis.Configuration,
            ["RateLimits:Deadline"] = "00:00:10",
        });
        builder.Services.AddServerless(builder.Configuration).RequireStorage();
        isFirst = first is null;
        cosmos = first?.cosmos ?? new CosmosTestAccount(TimeProvider.System);
        account = new TestAccount(azurite, storage, first?.account);
        builder.Services.AddSingleton(account.Tables).AddSingleton(account.Queues).AddSingleton(account.Blobs).AddSingleton(_ => cosmos.Connect());
        host = builder.Build();
    }

    public static async Task<CountedApp> StartAsync(Azurite azurite) => await StartAsync(azurite, await RedisServerProcess.StartAsync(), null);

    /// <summary>Another instance over the same tables, documents and the same Redis.</summary>
    public Task<CountedApp> SiblingAsync(Azurite azurite) => StartAsync(azurite, redis, this);

    /// <summary>Requests to Azure Storage.</summary>
    public UnreliableNetwork Storage => storage;

    /// <summary>Requests to Cosmos DB, of all instances.</summary>
    public UnreliableNetwork Cosmos => cosmos.Network;

    public T Get<T>()
        where T : notnull => host.Services.GetRequiredService<T>();

    /// <summary>What an operation asks of each service.</summary>
    /// <remarks>Without what instances tell one another in the background.</remarks>
    public async Task<CountedOperations> CountAsync(Func<Task> operation)
    {
        storage.TakeRequests();
        cosmos.Network.TakeRequests();
        cosmos.Gateway.TakeBatchOperations();
        await commands.TakeAsync();
        await operation();
        return new CountedOperations(
            storage.TakeRequests(),
            cosmos.Network.TakeRequests(),
            cosmos.Gateway.TakeBatchOperations(),
            [.. (await commands.TakeAsync()).Where(command => command != "PUBLISH")]);
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
        await commands.DisposeAsync();
        if (isFirst)
        {
            await cosmos.DisposeAsync();
            await redis.DisposeAsync();
        }
    }

    private static async Task<CountedApp> StartAsync(Azurite azurite, RedisServerProcess redis, CountedApp? first)
    {
        var app = new CountedApp(redis, await RedisCommands.ConnectAsync(redis.Configuration), azurite, first);
        await app.host.StartAsync(TestContext.Current.CancellationToken);
        // On a busy machine the start goes on behind what is counted.
        await app.host.Services.GetServices<IHostedService>().OfType<RedisCounterWarmUp>().Single().Finished;
        await app.host.Services.GetServices<IHostedService>().OfType<OwnLimitDefaults>().Single().ExecuteTask!;
        await app.Get<LinkInvalidationListener>().Listening;
        return app;
    }
}
