namespace Serverless.Bench.Scale;

/// <summary>What a request asks of each service.</summary>
public sealed record OperationCount(double TableReads, double TableWrites, double CosmosReads, double CosmosWrites, double RedisCommands)
{
    public double TableOperations => TableReads + TableWrites;

    public double CosmosOperations => CosmosReads + CosmosWrites;
}
