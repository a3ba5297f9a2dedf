namespace Serverless.Core.Cosmos;

/// <summary>
/// Written before a read that must not miss anything: the answer to a write tells this session how far the partition has
/// come, and no replica that has not come as far may answer the read that follows.
/// </summary>
public sealed record CosmosFence : CosmosDocument
{
    /// <summary>An id that is no name.</summary>
    public const string FixedId = "~fence";

    private const int Seconds = 60;

    public static CosmosFence In(string partition) => new() { Id = FixedId, Partition = partition, TimeToLive = Seconds };
}
