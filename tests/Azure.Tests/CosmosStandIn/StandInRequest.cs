namespace Serverless.Azure.Tests.CosmosStandIn;

/// <summary>A request to the gateway, however it arrived.</summary>
/// <param name="Path">Segments of the path, decoded.</param>
/// <param name="Header">A header's value by name; null when it was not sent.</param>
internal sealed record StandInRequest(string Method, string[] Path, Func<string, string?> Header, byte[] Body)
{
    public const string PartitionKeyHeader = "x-ms-documentdb-partitionkey";
    public const string UpsertHeader = "x-ms-documentdb-is-upsert";
    public const string QueryHeader = "x-ms-documentdb-isquery";
    public const string QueryPlanHeader = "x-ms-cosmos-is-query-plan-request";
    public const string BatchHeader = "x-ms-cosmos-is-batch-request";

    /// <summary>What it is in a word and the container's name, as in <c>batch log</c>; what tests count and disturb by.</summary>
    public string Name => $"{Verb} {(Path is ["dbs", _, "colls", var container, ..] ? container : "account")}";

    private string Verb => (Method, Path) switch
    {
        ("POST", [.., "docs"]) when Is(QueryPlanHeader) => "plan",
        ("POST", [.., "docs"]) when IsQuery => "query",
        ("POST", [.., "docs"]) when Is(BatchHeader) => "batch",
        ("POST", [.., "docs"]) => Is(UpsertHeader) ? "upsert" : "create",
        ("GET", [.., "docs", _]) => "read",
        ("PUT", [.., "docs", _]) => "replace",
        ("DELETE", [.., "docs", _]) => "delete",
        _ => "about",
    };

    public bool IsQuery => Is(QueryHeader) || Header("Content-Type")?.StartsWith("application/query+json", StringComparison.Ordinal) == true;

    public bool Is(string header) => string.Equals(Header(header), "true", StringComparison.OrdinalIgnoreCase);
}
