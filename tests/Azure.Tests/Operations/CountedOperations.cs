namespace Serverless.Azure.Tests.Operations;

/// <summary>What was asked of each service.</summary>
/// <param name="Storage">Method and table or queue of each request, sorted.</param>
/// <param name="Cosmos">What each request did, and the container, sorted.</param>
/// <param name="BatchOperations">Operations in all transactions together.</param>
/// <param name="Redis">Names of the commands that Redis was sent.</param>
internal sealed record CountedOperations(IReadOnlyList<string> Storage, IReadOnlyList<string> Cosmos, int BatchOperations, IReadOnlyList<string> Redis)
{
    public int TableReads => Storage.Count(request => request.StartsWith("GET ", StringComparison.Ordinal));

    public int TableWrites => Storage.Count - TableReads;

    public int CosmosReads => Cosmos.Count(request => request.StartsWith("read ", StringComparison.Ordinal) || request.StartsWith("query ", StringComparison.Ordinal));

    public int CosmosWrites => Cosmos.Count(request => !request.StartsWith("about ", StringComparison.Ordinal)) - CosmosReads;

    /// <summary>As a row of the published table.</summary>
    public string Row(string operation) =>
        $"| {operation} | {TableReads} | {TableWrites} | {CosmosReads} | {CosmosWrites}{(BatchOperations > 0 ? $" (a transaction of {BatchOperations})" : "")} | {Redis.Count} |";
}
