using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Azure.Cosmos;
using Serverless.Core.Storage;

namespace Serverless.Core.Cosmos;

/// <summary>
/// The documents of one container in the terms of the ports: 404, 409 and 412 are outcomes, not exceptions. Everything is
/// asked of one partition.
/// </summary>
/// <remarks>Every member throws <see cref="StoreUnavailableException"/> when the service does not answer.</remarks>
public sealed class CosmosDocuments(CosmosAccount account, Container container)
{
    /// <summary>The document; null when there is none.</summary>
    public Task<T?> FindAsync<T>(string partition, string id, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : CosmosDocument => RunAsync(
        "read",
        async token =>
        {
            using var response = await container.ReadItemStreamAsync(id, new PartitionKey(partition), cancellationToken: token);
            Record("read", response);
            return CosmosOutage.Succeeded(response) ? await JsonSerializer.DeserializeAsync(response.Content, type, token) : null;
        },
        cancellationToken);

    /// <summary>Stores a document if its id is free, and returns its version; null if it is not.</summary>
    public Task<string?> TryCreateAsync<T>(T document, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : CosmosDocument => WriteAsync(
        "create", document, type, (content, partition, token) => container.CreateItemStreamAsync(content, partition, cancellationToken: token), cancellationToken);

    /// <summary>Replaces the document of a version, and returns its new one; null if it has changed since or is not there.</summary>
    /// <param name="document">With the version that was read.</param>
    public Task<string?> TryReplaceAsync<T>(T document, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : CosmosDocument => WriteAsync(
        "replace",
        document with { ETag = null },
        type,
        (content, partition, token) => container.ReplaceItemStreamAsync(
            content, document.Id, partition, new ItemRequestOptions { IfMatchEtag = Named(document.ETag) }, token),
        cancellationToken);

    /// <summary>Stores a document or replaces the one that is there: done twice, it is done once.</summary>
    public async Task PutAsync<T>(T document, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : CosmosDocument =>
        _ = await WriteAsync(
            "upsert", document, type, (content, partition, token) => container.UpsertItemStreamAsync(content, partition, cancellationToken: token), cancellationToken)
            ?? throw new StoreUnavailableException("Cosmos DB refused what it should not refuse.");

    /// <summary>Removes a document; false if there is none, or not in this version.</summary>
    /// <param name="version">Null for any.</param>
    public Task<bool> TryDeleteAsync(string partition, string id, string? version, CancellationToken cancellationToken) => RunAsync(
        "delete",
        async token =>
        {
            var options = version is null ? null : new ItemRequestOptions { IfMatchEtag = version };
            using var response = await container.DeleteItemStreamAsync(id, new PartitionKey(partition), options, token);
            Record("delete", response);
            return CosmosOutage.Succeeded(response);
        },
        cancellationToken);

    /// <summary>Does all that the batch says or, if one operation is refused, nothing.</summary>
    /// <returns>The version of what the first operation wrote, empty if it wrote nothing; null if it was refused.</returns>
    public Task<string?> TryApplyAsync(string partition, Action<TransactionalBatch> add, CancellationToken cancellationToken) => RunAsync(
        "batch",
        async token =>
        {
            var batch = container.CreateTransactionalBatch(new PartitionKey(partition));
            add(batch);
            using var response = await batch.ExecuteAsync(token);
            account.Telemetry.Record("batch", container.Id, response.RequestCharge, response.Diagnostics);
            return CosmosOutage.Succeeded(response) ? response[0].ETag ?? "" : null;
        },
        cancellationToken);

    /// <summary>What a query selects, page by page as it is asked for.</summary>
    /// <param name="query">It holds <c>c.pk = @pk</c>, and the parameters besides that one.</param>
    /// <param name="page">About so many documents are wanted.</param>
    public async IAsyncEnumerable<T> QueryAsync<T>(
        string partition, QueryDefinition query, int page, JsonTypeInfo<CosmosPage<T>> type, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Sent as it is: elsewhere than on Windows the SDK would first ask the gateway how to run it.
        var options = new QueryRequestOptions { PartitionKey = new PartitionKey(partition), MaxItemCount = page, EnableOptimisticDirectExecution = true };
        using var pages = container.GetItemQueryStreamIterator(query.WithParameter("@pk", partition), requestOptions: options);
        while (pages.HasMoreResults)
        {
            foreach (var document in await RunAsync("query", token => NextAsync(pages, type, token), cancellationToken))
            {
                yield return document;
            }
        }
    }

    private async Task<IReadOnlyList<T>> NextAsync<T>(FeedIterator pages, JsonTypeInfo<CosmosPage<T>> type, CancellationToken cancellationToken)
    {
        using var response = await pages.ReadNextAsync(cancellationToken);
        Record("query", response);
        response.EnsureSuccessStatusCode();
        return (await JsonSerializer.DeserializeAsync(response.Content, type, cancellationToken))!.Documents;
    }

    private Task<string?> WriteAsync<T>(
        string operation,
        T document,
        JsonTypeInfo<T> type,
        Func<Stream, PartitionKey, CancellationToken, Task<ResponseMessage>> write,
        CancellationToken cancellationToken)
        where T : CosmosDocument => RunAsync(
        operation,
        async token =>
        {
            using var content = Content(document, type);
            using var response = await write(content, new PartitionKey(document.Partition), token);
            Record(operation, response);
            return CosmosOutage.Succeeded(response) ? response.Headers.ETag : null;
        },
        cancellationToken);

    private async Task<T> RunAsync<T>(string operation, Func<CancellationToken, Task<T>> request, CancellationToken cancellationToken)
    {
        await account.ReadyAsync(cancellationToken);
        return await CosmosOutage.GuardAsync(
            async token =>
            {
                try
                {
                    return await request(token);
                }
                catch (CosmosOperationCanceledException exception)
                {
                    account.Telemetry.Explain(operation, container.Id, exception.Diagnostics);
                    throw;
                }
            },
            account.Time,
            cancellationToken);
    }

    private void Record(string operation, ResponseMessage response) =>
        account.Telemetry.Record(operation, container.Id, response.Headers.RequestCharge, response.Diagnostics);

    /// <summary>A document as the service takes it.</summary>
    internal static MemoryStream Content<T>(T document, JsonTypeInfo<T> type) => new(JsonSerializer.SerializeToUtf8Bytes(document, type), writable: false);

    // Without a version a replacement would be unconditional.
    private static string Named(string? version) => version ?? throw new ArgumentException("The document was not read.", nameof(version));
}
