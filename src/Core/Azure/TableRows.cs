using System.Net;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using Serverless.Core.Storage;

namespace Serverless.Core.Azure;

/// <summary>
/// The rows of one table in the terms of the ports: 404, 409 and 412 are outcomes, not exceptions. A table that is
/// missing holds nothing; the first write makes it, so that one which exists costs no request to find that out.
/// </summary>
/// <remarks>Every member throws <see cref="StoreUnavailableException"/> when the service does not answer.</remarks>
public sealed class TableRows(TableClient table)
{
    /// <summary>Row key where a partition has one row only.</summary>
    public const string OnlyRow = "row";

    /// <summary>The most rows that the service returns at once.</summary>
    private const int MaxPage = 1_000;

    private static readonly string TableNotFound = TableErrorCode.TableNotFound.ToString();

    private readonly AzureOnDemand onDemand = new(TableNotFound, token => table.CreateIfNotExistsAsync(token));

    /// <summary>The row; null when there is none.</summary>
    public Task<TableEntity?> FindAsync(string partition, string row, CancellationToken cancellationToken) =>
        AzureOutage.GuardAsync(
            async token =>
            {
                var found = await table.GetEntityIfExistsAsync<TableEntity>(partition, row, cancellationToken: token);
                return found.HasValue ? found.Value : null;
            },
            cancellationToken);

    /// <summary>The first rows that a filter selects, in the order of partition and row key.</summary>
    /// <param name="filter">OData; to be fast, a range of row keys in one partition or a range of partitions.</param>
    public Task<IReadOnlyList<TableEntity>> ListAsync(string filter, int limit, CancellationToken cancellationToken) =>
        AzureOutage.GuardAsync<IReadOnlyList<TableEntity>>(
            async token =>
            {
                try
                {
                    // An answer may be short, even empty, while more is to come: the client goes on asking.
                    return await table.QueryAsync<TableEntity>(filter, Math.Min(limit, MaxPage), cancellationToken: token)
                        .Take(limit).ToArrayAsync(token);
                }
                catch (RequestFailedException failed) when (IsNotFound(failed.Status))
                {
                    return [];
                }
            },
            cancellationToken);

    /// <summary>How many rows a filter selects; the service sends nothing but their keys.</summary>
    /// <inheritdoc cref="ListAsync"/>
    public Task<int> CountAsync(string filter, CancellationToken cancellationToken) =>
        AzureOutage.GuardAsync(
            async token =>
            {
                try
                {
                    return await table.QueryAsync<TableEntity>(filter, MaxPage, [nameof(TableEntity.RowKey)], token).CountAsync(token);
                }
                catch (RequestFailedException failed) when (IsNotFound(failed.Status))
                {
                    return 0;
                }
            },
            cancellationToken);

    /// <summary>Inserts a row; false if there is one.</summary>
    public Task<bool> TryAddAsync(TableEntity row, CancellationToken cancellationToken) =>
        WriteAsync(token => table.AddEntityAsync(row, token), cancellationToken);

    /// <summary>Inserts a row or replaces the one that is there: done twice, it is done once.</summary>
    public Task PutAsync(TableEntity row, CancellationToken cancellationToken) =>
        WriteAsync(token => table.UpsertEntityAsync(row, TableUpdateMode.Replace, token), cancellationToken);

    /// <summary>Replaces the row of that version; false if it has changed since or is not there.</summary>
    public Task<bool> TryReplaceAsync(TableEntity row, ETag version, CancellationToken cancellationToken) =>
        WriteAsync(token => table.UpdateEntityAsync(row, version, TableUpdateMode.Replace, token), cancellationToken);

    /// <summary>Makes all changes to one partition or, if one of them is refused, none; false then.</summary>
    public Task<bool> TryApplyAsync(IEnumerable<TableTransactionAction> changes, CancellationToken cancellationToken) =>
        WriteAsync(token => table.SubmitTransactionAsync(changes, token), cancellationToken);

    /// <summary>Removes a row; false if there is none.</summary>
    public Task<bool> TryDeleteAsync(string partition, string row, CancellationToken cancellationToken) =>
        AzureOutage.GuardAsync(
            async token => !IsNotFound((await table.DeleteEntityAsync(partition, row, ETag.All, token)).Status),
            cancellationToken);

    /// <summary>Removes the row of that version; false if it has changed since or is not there.</summary>
    public Task<bool> TryDeleteAsync(string partition, string row, ETag version, CancellationToken cancellationToken) =>
        AzureOutage.GuardAsync(
            async token =>
            {
                try
                {
                    return !IsNotFound((await table.DeleteEntityAsync(partition, row, version, token)).Status);
                }
                catch (RequestFailedException failed) when (failed.Status == (int)HttpStatusCode.PreconditionFailed)
                {
                    return false;
                }
            },
            cancellationToken);

    private async Task<bool> WriteAsync<T>(Func<CancellationToken, Task<T>> write, CancellationToken cancellationToken)
    {
        try
        {
            await onDemand.RunAsync(write, cancellationToken);
            return true;
        }
        catch (RequestFailedException failed) when (IsRefusal(failed.Status))
        {
            return false;
        }
    }

    private static bool IsRefusal(int status) =>
        IsNotFound(status) || status is (int)HttpStatusCode.Conflict or (int)HttpStatusCode.PreconditionFailed;

    private static bool IsNotFound(int status) => status == (int)HttpStatusCode.NotFound;
}
