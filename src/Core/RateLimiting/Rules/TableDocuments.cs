using Azure;
using Azure.Data.Tables;
using Serverless.Core.Azure;

namespace Serverless.Core.RateLimiting.Rules;

/// <summary>Texts by name in one partition of a table, so that all are read in one range: they are few and seldom written.</summary>
internal sealed class TableDocuments(TableRows rows)
{
    private const string Partition = "all";
    private const string Document = "Document";
    private const string Group = "Api";

    public async Task<Versioned<string>?> FindAsync(string name, CancellationToken cancellationToken) =>
        await rows.FindAsync(Partition, name, cancellationToken) is { } row ? new Versioned<string>(row.GetString(Document), row.ETag.ToString()) : null;

    public Task<bool> TryAddAsync(string name, string? group, string document, CancellationToken cancellationToken) =>
        rows.TryAddAsync(Row(name, group, document), cancellationToken);

    public Task<bool> TryReplaceAsync(string name, string? group, string document, string etag, CancellationToken cancellationToken) =>
        rows.TryReplaceAsync(Row(name, group, document), new ETag(etag), cancellationToken);

    public Task<bool> TryDeleteAsync(string name, string etag, CancellationToken cancellationToken) =>
        rows.TryDeleteAsync(Partition, name, new ETag(etag), cancellationToken);

    public async Task<IReadOnlyList<(string Name, string Text)>> ListAsync(string? group, string? after, int limit, CancellationToken cancellationToken)
    {
        var from = after ?? "";
        var filter = group is null
            ? TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and RowKey gt {from}")
            : TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and RowKey gt {from} and Api eq {group}");
        return [.. (await rows.ListAsync(filter, limit, cancellationToken)).Select(row => (row.RowKey, row.GetString(Document)))];
    }

    private static TableEntity Row(string name, string? group, string document)
    {
        var row = new TableEntity(Partition, name) { [Document] = document };
        if (group is not null)
        {
            row[Group] = group;
        }

        return row;
    }
}
