using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Azure.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Serverless.Azure.Tests.Emulators;
using Serverless.Core.Cosmos;
using Serverless.Core.Messaging.Cosmos;
using Serverless.Core.Tests.Messaging;

namespace Serverless.Azure.Tests.CosmosStandIn;

/// <summary>A Cosmos DB account that belongs to one test: the stand-in in this process, and a client like the application's.</summary>
internal sealed class CosmosTestAccount : IAsyncDisposable
{
    public const string Database = "test";

    public const string ConnectionString = "AccountEndpoint=https://stand-in.invalid/;AccountKey=c3RhbmQtaW4=;";

    /// <summary>A real account or emulator for the contracts' tests, which then run there instead of over the stand-in.</summary>
    private static readonly string? RealConnection = Environment.GetEnvironmentVariable("COSMOS_TEST_CONNECTION") is { Length: > 0 } connection ? connection : null;

    private readonly StandInHandler handler;
    private readonly CosmosSetting? real;
    private readonly ConcurrentBag<CosmosAccount> clients = [];

    static CosmosTestAccount() =>
        // Outside of Azure, the SDK would wait for an address that nobody has.
        Environment.SetEnvironmentVariable("COSMOS_DISABLE_IMDS_ACCESS", "true");

    public CosmosTestAccount(TimeProvider? time = null)
        : this(time, real: null)
    {
    }

    private CosmosTestAccount(TimeProvider? time, CosmosSetting? real)
    {
        this.real = real;
        Time = time ?? new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        Gateway = new StandInGateway(Network, Time);
        handler = new StandInHandler(Gateway);
        Account = Connect();
    }

    public UnreliableNetwork Network { get; } = new();

    public StandInGateway Gateway { get; }

    public TimeProvider Time { get; }

    /// <summary>As one process has it.</summary>
    public CosmosAccount Account { get; }

    /// <summary>For what holds of any account: the real one, if the environment names one, with a database of its own.</summary>
    public static CosmosTestAccount Any() => RealConnection is null
        ? new CosmosTestAccount()
        : new CosmosTestAccount(TimeProvider.System, new CosmosSetting(RealConnection, null, $"test-{Guid.NewGuid():n}", CreatesContainers: true));

    /// <summary>As another process has it.</summary>
    /// <param name="identity">What to enter with instead of a connection string.</param>
    /// <param name="telemetry">Null for one that nobody hears.</param>
    public CosmosAccount Connect(TokenCredential? identity = null, CosmosTelemetry? telemetry = null)
    {
        var setting = real ?? new CosmosSetting(identity is null ? ConnectionString : null, new Uri("https://stand-in.invalid/"), Database, CreatesContainers: true);
        Func<HttpClient>? transport = real is null ? () => new HttpClient(handler, disposeHandler: false) : null;
        var account = new CosmosAccount(CosmosClients.Create(setting, identity, transport), setting, telemetry ?? Telemetry(), TimeProvider.System);
        clients.Add(account);
        return account;
    }

    /// <summary>Hears nothing, unless a test gives more.</summary>
    public static CosmosTelemetry Telemetry(IMeterFactory? meters = null, TimeSpan? threshold = null, ILogger<CosmosTelemetry>? logger = null) => new(
        meters ?? PublishingInstance.CreateMeters(),
        Options.Create(new CosmosTelemetryOptions { DiagnosticsThreshold = threshold ?? TimeSpan.FromMinutes(1) }),
        logger ?? NullLogger<CosmosTelemetry>.Instance);

    public CosmosMessageLog Log() => new(Account, Time);

    public async ValueTask DisposeAsync()
    {
        if (real is not null)
        {
            using var client = CosmosClients.Create(real);
            await client.GetDatabase(real.Database).DeleteAsync();
        }

        foreach (var client in clients)
        {
            client.Dispose();
        }

        handler.Dispose();
    }
}
