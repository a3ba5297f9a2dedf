using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;

namespace Serverless.Core.Azure;

/// <summary>Makes the clients of a Storage account, whose requests end soon whatever the service does.</summary>
public static class AzureStorageClients
{
    /// <summary>How long one try of a request may take.</summary>
    private static readonly TimeSpan NetworkTimeout = TimeSpan.FromSeconds(4);

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The connection string lacks something.</exception>
    public static (TableServiceClient Tables, QueueServiceClient Queues, BlobServiceClient Blobs) Create(AzureStorageAddress address)
    {
        var (tables, queues, blobs) = (Bounded(new TableClientOptions()), Bounded(new QueueClientOptions()), Bounded(new BlobClientOptions()));
        if (address.ConnectionString is not { } connection)
        {
            var identity = new DefaultAzureCredential();
            return (
                new TableServiceClient(address.Tables, identity, tables),
                new QueueServiceClient(address.Queues, identity, queues),
                new BlobServiceClient(address.Blobs, identity, blobs));
        }

        try
        {
            return (new TableServiceClient(connection, tables), new QueueServiceClient(connection, queues), new BlobServiceClient(connection, blobs));
        }
        catch (Exception exception) when (exception is FormatException or InvalidOperationException or ArgumentException)
        {
            throw AzureStorageAddress.Refuse(address.Setting, "The connection string lacks something, or has too much.");
        }
    }

    /// <summary>Sets what all clients have in common.</summary>
    public static T Bounded<T>(T options)
        where T : ClientOptions
    {
        options.RetryPolicy = new AzureRetryPolicy();
        options.Retry.NetworkTimeout = NetworkTimeout;
        return options;
    }
}
