using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Serverless.Core.Azure;

namespace Serverless.Azure.Tests.Emulators;

/// <summary>Tables, queues and blobs that belong to one test, over a network that the test may disturb.</summary>
public sealed class TestAccount
{
    private readonly string prefix;
    private readonly TableServiceClient tables;
    private readonly QueueServiceClient queues;

    /// <param name="network">Where requests pass; null for an undisturbed one.</param>
    /// <param name="sameAs">Whose tables and queues these are, seen by another process; null for new ones.</param>
    /// <param name="name">Of the account in Azurite; null for the one that every emulator has.</param>
    public TestAccount(Azurite azurite, UnreliableNetwork? network = null, TestAccount? sameAs = null, string? name = null)
    {
        var connection = azurite.ConnectionStringOf(name ?? AzuriteProcess.DefaultAccount);
        prefix = sameAs?.prefix ?? $"t{Guid.NewGuid():N}";
        tables = new TableServiceClient(connection, Over(network, new TableClientOptions()));
        queues = new QueueServiceClient(connection, Over(network, new QueueClientOptions()));
        Tables = new TableStorage(tables, prefix);
        Queues = new QueueStorage(queues, prefix + "-");
        Blobs = new BlobStorage(new BlobServiceClient(connection, Over(network, new BlobClientOptions())), prefix + "-");
    }

    public TableStorage Tables { get; }

    public QueueStorage Queues { get; }

    public BlobStorage Blobs { get; }

    /// <summary>The rows of a table as they are, in the order of their keys.</summary>
    public Task<IReadOnlyList<TableEntity>> RowsAsync(string table) =>
        Tables.Open(table).ListAsync("", int.MaxValue, TestContext.Current.CancellationToken);

    private static T Over<T>(UnreliableNetwork? network, T options)
        where T : ClientOptions
    {
        AzureStorageClients.Bounded(options).RetryPolicy = new AzureRetryPolicy(new NoDelay());
        if (network is not null)
        {
            options.Transport = new HttpClientTransport(new HttpClient(new UnreliableHandler(network)));
        }

        return options;
    }
}
