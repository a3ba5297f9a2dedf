using Azure;
using Azure.Data.Tables;
using Serverless.Core.Azure;

namespace Serverless.Core.RateLimiting.Rules;

/// <summary>Documents in Azure Table Storage: a table for each kind, in one partition, so that all are read in one range: they are few and seldom written.</summary>
public sealed class TableDocumentStore(TableStorage storage) : IDocumentStore
{
    private const string Partition = "all";
    private const string Document = "Document";
    private const string Group = "Api";

    private readonly TableRows rules = storage.Open("RateLimitRules");
    private readonly TableRows apis = storage.Open("RateLimitApis");
    private readonly TableRows callers = storage.Open("RateLimitCallers");

    public async Task<StoredDocument?> FindAsync(DocumentKind kind, string name, CancellationToken cancellationToken) =>
        await RowsOf(kind).FindAsync(Partition, name, cancellationToken) is { } row ? Read(row) : null;

    public Task<bool> TryAddAsync(DocumentKind kind, string name, string? api, string text, CancellationToken cancellationToken) =>
        RowsOf(kind).TryAddAsync(Row(name, api, text), cancellationToken);

    public Task<bool> TryReplaceAsync(DocumentKind kind, StoredDocument current, string? api, string text, CancellationToken cancellationToken) =>
        RowsOf(kind).TryReplaceAsync(Row(current.Name, api, text), new ETag(current.ETag), cancellationToken);

    public Task<bool> TryDeleteAsync(DocumentKind kind, StoredDocument current, CancellationToken cancellationToken) =>
        RowsOf(kind).TryDeleteAsync(Partition, current.Name, new ETag(current.ETag), cancellationToken);

    public async Task<IReadOnlyList<StoredDocument>> ListAsync(DocumentKind kind, string? api, string? after, int limit, CancellationToken cancellationToken)
    {
        var from = after ?? "";
        var filter = api is null
            ? TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and RowKey gt {from}")
            : TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and RowKey gt {from} and Api eq {api}");
        return [.. (await RowsOf(kind).ListAsync(filter, limit, cancellationToken)).Select(Read)];
    }

    private TableRows RowsOf(DocumentKind kind) => kind switch
    {
        DocumentKind.Rule => rules,
        DocumentKind.Api => apis,
        _ => callers,
    };

    private static StoredDocument Read(TableEntity row) => new(row.RowKey, row.GetString(Document), row.ETag.ToString());

    private static TableEntity Row(string name, string? api, string text)
    {
        var row = new TableEntity(Partition, name) { [Document] = text };
        if (api is not null)
        {
            row[Group] = api;
        }

        return row;
    }
}
