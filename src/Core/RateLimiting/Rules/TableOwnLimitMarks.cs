using Azure.Data.Tables;
using Serverless.Core.Azure;

namespace Serverless.Core.RateLimiting.Rules;

/// <summary>The marks as rows of one partition.</summary>
public sealed class TableOwnLimitMarks(TableStorage storage) : IOwnLimitMarks
{
    private const string Partition = "made";
    private const int MaxMarks = 100;

    private readonly TableRows rows = storage.Open("OwnLimits");

    public async Task<IReadOnlyCollection<string>> ListAsync(CancellationToken cancellationToken)
    {
        var found = await rows.ListAsync(TableClient.CreateQueryFilter($"PartitionKey eq {Partition}"), MaxMarks, cancellationToken);
        return [.. found.Select(row => row.RowKey)];
    }

    public Task AddAsync(string id, CancellationToken cancellationToken) => rows.PutAsync(new TableEntity(Partition, id), cancellationToken);
}
