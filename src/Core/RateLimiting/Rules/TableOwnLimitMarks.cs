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

/// <summary>Remembers which of the application's own rules were made once, so that one which was deleted stays deleted.</summary>
/// <remarks>Every member throws <see cref="Storage.StoreUnavailableException"/> when the store does not answer.</remarks>
public interface IOwnLimitMarks
{
    /// <summary>Ids of the rules that were made.</summary>
    Task<IReadOnlyCollection<string>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Marks a rule as made; no harm if it is marked.</summary>
    Task AddAsync(string id, CancellationToken cancellationToken);
}
