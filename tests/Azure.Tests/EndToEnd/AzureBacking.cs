using System.Collections.Concurrent;
using System.Globalization;
using Serverless.Azure.Tests.CosmosStandIn;
using Serverless.Azure.Tests.Emulators;
using Serverless.Core.Tests.Node;
using Serverless.Core.Tests.RateLimiting.Servers;

namespace Serverless.Azure.Tests.EndToEnd;

/// <summary>
/// What LocalHost is given in place of its own stores: Azurite, the stand-in for Cosmos DB, and redis-server. Each data folder
/// has an account, a database and a Redis of its own, and finds them again when LocalHost is started anew.
/// </summary>
public sealed class AzureBacking : IAsyncDisposable
{
    private const int MaxStores = 200;
    private static readonly string[] LinkAccounts = ["a", "b", "c"];

    private readonly AzuriteProcess azurite;
    private readonly StandInServer cosmos;
    private readonly ConcurrentDictionary<string, Lazy<Task<Store>>> stores = new(StringComparer.Ordinal);
    private int count;

    private readonly bool hasLinkAccounts;

    private AzureBacking(AzuriteProcess azurite, StandInServer cosmos, bool hasLinkAccounts)
    {
        this.azurite = azurite;
        this.cosmos = cosmos;
        this.hasLinkAccounts = hasLinkAccounts;
    }

    /// <param name="hasLinkAccounts">Whether links lie in three accounts of their own.</param>
    public static async Task<AzureBacking> StartAsync(bool hasLinkAccounts = false)
    {
        NodePackages.Install();
        var accounts = Enumerable.Range(1, MaxStores).Select(Account);
        var all = hasLinkAccounts ? accounts.SelectMany(name => LinkAccounts.Select(letter => name + letter).Prepend(name)) : accounts;
        return new AzureBacking(await AzuriteProcess.StartAsync(all), await StandInServer.StartAsync(), hasLinkAccounts);
    }

    /// <summary>The settings that make LocalHost use the stores that belong to a data folder.</summary>
    public async Task<string[]> ArgumentsAsync(string folder) => (await stores.GetOrAdd(folder, _ => new Lazy<Task<Store>>(MakeAsync)).Value).Arguments;

    public async ValueTask DisposeAsync()
    {
        foreach (var store in stores.Values)
        {
            await (await store.Value).Redis.DisposeAsync();
        }

        await cosmos.DisposeAsync();
        await azurite.DisposeAsync();
    }

    private static string Account(int number) => string.Create(CultureInfo.InvariantCulture, $"store{number}");

    private async Task<Store> MakeAsync()
    {
        var name = Account(Interlocked.Increment(ref count));
        var redis = await RedisServerProcess.StartAsync();
        var links = hasLinkAccounts
            ? LinkAccounts.SelectMany((letter, index) => new[] { string.Create(CultureInfo.InvariantCulture, $"--Storage:Links:{index}"), azurite.ConnectionStringOf(name + letter) })
            : [];
        return new Store(
            redis,
            [
                .. links, "--Storage", azurite.ConnectionStringOf(name), "--Cosmos", cosmos.ConnectionString, "--Cosmos:Database", name,
                "--Redis:Counters", redis.Configuration, "--Redis:Cache", redis.Configuration,
            ]);
    }

    private sealed record Store(RedisServerProcess Redis, string[] Arguments);
}
