using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Serverless.Azure.Tests.Emulators;
using Serverless.Core.Access;
using Serverless.Core.Azure;
using Serverless.Core.RateLimiting.Rules;
using Serverless.Core.Storage;
using Serverless.Core.Tests.Sqlite;
using Serverless.Core.UrlShortening.Accounts;
using Serverless.Core.UrlShortening.Clicks;
using Serverless.Core.UrlShortening.Clicks.RollUp;
using Serverless.Core.UrlShortening.Expiry;
using Serverless.Core.UrlShortening.Following;
using Serverless.Core.UrlShortening.Keys;
using Serverless.Core.UrlShortening.Links;
using Serverless.Functions;
using Serverless.LocalHost.Hosting;
using Serverless.LocalHost.Queues;

namespace Serverless.Azure.Tests.Storage;

/// <summary>Which stores an app gets, by its settings.</summary>
public sealed class AzureStorageServicesTests(Azurite azurite)
{
    [Theory]
    [InlineData("Storage", "shop")]
    [InlineData("AzureWebJobsStorage", "UseDevelopmentStorage=true")]
    [InlineData("AzureWebJobsStorage:accountName", "shop")]
    [InlineData("AzureWebJobsStorage:tableServiceUri", "https://shop.table.core.windows.net")]
    public void Uses_the_account_that_a_setting_names(string name, string value)
    {
        using var provider = Build((name, value));

        Assert.IsType<ShardedLinkStore>(provider.GetRequiredService<ILinkStore>());
        Assert.IsType<TableKeyBlockStore>(provider.GetRequiredService<IKeyBlockStore>());
        Assert.IsType<RolledUpClickStore>(provider.GetRequiredService<IClickStore>());
        Assert.IsType<TableDocumentStore>(provider.GetRequiredService<IDocumentStore>());
        Assert.IsType<BlobRuleBackup>(provider.GetRequiredService<IRuleBackup>());
        Assert.IsType<TableApiKeyStore>(provider.GetRequiredService<IApiKeyStore>());
        Assert.IsType<QueueWorkQueue>(provider.GetRequiredService<IWorkQueue>());
    }

    [Theory]
    [InlineData("")]
    [InlineData("shop")]
    [InlineData("one,two", "one", "two")]
    [InlineData("two,shop,one", "one", "two")]
    public void Watches_each_account_of_links(string links, params string[] watched)
    {
        using var provider = Build(("Storage", "shop"), ("Storage:Links", links));

        Assert.Equal(links.Length == 0 ? ["shop"] : links.Split(',').Order(), provider.GetRequiredService<TableLinkAccounts>().ByName.Keys.Order());
        Assert.Equal(
            watched.Select(name => $"storage-{name}"),
            from check in provider.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value.Registrations
            where check.Name.StartsWith("storage-", StringComparison.Ordinal)
            orderby check.Name
            select check.Name);
    }

    [Theory]
    [InlineData("shop", "one,two,one", "It names one twice.")]
    [InlineData("shop", "one,t", "It must be a connection string")]
    [InlineData("shop", "AccountName=one;AccountKey=not base64;", "The connection string lacks something")]
    [InlineData("", "one,two", "Set Storage as well")]
    public void Refuses_accounts_of_links_that_it_can_not_use(string storage, string links, string reason)
    {
        var refusal = Assert.Throws<OptionsValidationException>(() => Build(("Storage", storage), ("Storage:Links", links)));

        Assert.StartsWith("The setting Storage:Links can't be used. " + reason, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, true, null)]
    [InlineData(true, true, "true")]
    [InlineData(false, true, "false")]
    [InlineData(false, false, null)]
    public async Task Gathers_clicks_where_there_is_a_redis_and_no_setting_against_it(bool gathers, bool hasRedis, string? setting)
    {
        await using var provider = Build(("Storage", "shop"), ("Redis:Counters", hasRedis ? "127.0.0.1:1" : ""), ("Links:GatherClicks", setting!));

        Assert.Equal(gathers, provider.GetService<IClickBuckets>() is not null);
    }

    [Theory]
    [InlineData("Storage", "")]
    [InlineData("AzureWebJobsStorage", " ")]
    public void Refuses_to_start_without_an_account(string name, string value)
    {
        var services = new ServiceCollection().AddServerless(Configuration((name, value)));

        var refusal = Assert.Throws<InvalidOperationException>(() => services.RequireStorage());
        Assert.StartsWith("No storage is configured: set Storage", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Starts_with_an_account()
    {
        var services = new ServiceCollection().AddServerless(Configuration(("Storage", "shop")));

        Assert.Same(services, services.RequireStorage());
    }

    [Fact]
    public void Refuses_half_a_connection_string() =>
        Assert.Throws<OptionsValidationException>(() => Build(("Storage", "AccountName=shop;AccountKey=not base64;")));

    [Fact]
    public void Keeps_LocalHost_from_an_account_that_is_meant_for_the_Functions_host()
    {
        var configuration = LocalConfiguration.Read(["--AzureWebJobsStorage:accountName", "shop"]);

        Assert.Null(AzureStorageSetting.Find(configuration));
    }

    [Fact]
    public async Task Serves_LocalHosts_triggers_too_when_it_has_an_account()
    {
        await using var temp = new TempDatabase();
        var configuration = Configuration(("Storage", "shop"));
        await using var provider = new ServiceCollection().AddSingleton(configuration).AddLogging().AddServerless(configuration)
            .AddEmbeddedStorage(temp.Database, new SqliteWorkQueue(temp.Database, TimeProvider.System)).BuildServiceProvider();

        Assert.IsType<ShardedLinkStore>(provider.GetRequiredService<ILinkStore>());
        Assert.IsType<StorageTriggerQueue>(provider.GetRequiredService<ITriggerQueue>());
        Assert.Equal(
            [AzureStorageHealthCheck.Name, KeyPoolHealthCheck.Name, QuarantineHealthCheck.Name, LinkCacheHealthCheck.Name, RulesHealthCheck.Name],
            provider.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value.Registrations.Select(check => check.Name));
    }

    [Fact]
    public async Task Is_healthy_when_the_account_answers() =>
        Assert.Equal(HealthStatus.Healthy, await CheckAsync(new TestAccount(azurite)));

    [Theory]
    [InlineData("GET Health")]
    [InlineData("GET health")]
    public async Task Is_unhealthy_when_tables_or_queues_do_not_answer(string request)
    {
        var network = new UnreliableNetwork();
        network.Disturb(request, NetworkFault.TimedOut, NetworkFault.TimedOut, NetworkFault.TimedOut);

        Assert.Equal(HealthStatus.Unhealthy, await CheckAsync(new TestAccount(azurite, network)));
    }

    private static async Task<HealthStatus> CheckAsync(TestAccount account)
    {
        var check = new AzureStorageHealthCheck(account.Tables, account.Queues);
        var context = new HealthCheckContext { Registration = new HealthCheckRegistration(AzureStorageHealthCheck.Name, check, HealthStatus.Unhealthy, null) };
        return (await check.CheckHealthAsync(context, TestContext.Current.CancellationToken)).Status;
    }

    private static ServiceProvider Build(params (string Name, string Value)[] settings)
    {
        var configuration = Configuration(settings);
        return new ServiceCollection().AddSingleton(configuration).AddLogging().AddServerless(configuration).BuildServiceProvider();
    }

    private static IConfiguration Configuration(params (string Name, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => new KeyValuePair<string, string?>(setting.Name, setting.Value)))
        .Build();
}
