using Azure.Core;
using Azure.Identity;
using Microsoft.Azure.Cosmos;

namespace Serverless.Core.Cosmos;

/// <summary>Makes the client of a Cosmos DB account, whose requests end soon whatever the service does.</summary>
public static class CosmosClients
{
    /// <summary>How often a request is repeated that was answered with 429, within <see cref="MaxThrottledWait"/>.</summary>
    private const int ThrottledRetries = 2;

    private const int MaxConnections = 50;

    private const string ApplicationName = "serverless";

    private static readonly TimeSpan MaxThrottledWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(4);

    /// <summary>So old a connection is not used again: the address behind the account's name may have changed.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    /// <param name="identity">Used where there is no connection string; null for this app's own.</param>
    /// <param name="transport">Where requests go; null for the network.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The connection string lacks something.</exception>
    public static CosmosClient Create(CosmosSetting setting, TokenCredential? identity = null, Func<HttpClient>? transport = null)
    {
        try
        {
            return setting.ConnectionString is { } connection
                ? new CosmosClient(connection, Options(transport))
                : new CosmosClient(setting.Endpoint!.AbsoluteUri, identity ?? new DefaultAzureCredential(), Options(transport));
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            throw CosmosSetting.Refuse("The connection string lacks something: it looks like AccountEndpoint=https://NAME.documents.azure.com/;AccountKey=KEY;");
        }
    }

    // The gateway's protocol is the one that was tested; and an instance of a function app has few connections to spend.
    private static CosmosClientOptions Options(Func<HttpClient>? transport) => new()
    {
        ApplicationName = ApplicationName,
        ConnectionMode = ConnectionMode.Gateway,
        MaxRetryAttemptsOnRateLimitedRequests = ThrottledRetries,
        MaxRetryWaitTimeOnRateLimitedRequests = MaxThrottledWait,
        EnableContentResponseOnWrite = false,
        HttpClientFactory = transport ?? CreateTransport,
    };

    private static HttpClient CreateTransport() => new(new CosmosAttemptDeadline(
        new SocketsHttpHandler { PooledConnectionLifetime = ConnectionLifetime, MaxConnectionsPerServer = MaxConnections }, RequestTimeout, TimeProvider.System))
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };
}
