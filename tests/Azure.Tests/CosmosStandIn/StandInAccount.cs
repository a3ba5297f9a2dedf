using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Serverless.Azure.Tests.CosmosStandIn;

/// <summary>The account: what it says of itself, its databases and their containers.</summary>
internal sealed class StandInAccount
{
    private const int OwnerNotFound = 1_003;

    private readonly ConcurrentDictionary<string, uint> databases = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Database, string Name), StandInContainer> containers = new();
    private int count;

    /// <summary>The names of the regions that take writes.</summary>
    public IReadOnlyList<string> WriteRegions { get; set; } = ["West Europe"];

    public string Consistency { get; set; } = "Session";

    /// <param name="address">Where the account is reached.</param>
    public StandInAnswer Describe(Uri address) => StandInAnswer.Json(HttpStatusCode.OK, new JsonObject
    {
        ["id"] = "stand-in",
        ["_rid"] = "stand-in",
        ["_self"] = "",
        ["media"] = "//media/",
        ["addresses"] = "//addresses/",
        ["_dbs"] = "//dbs/",
        ["writableLocations"] = Locations(WriteRegions, address),
        ["readableLocations"] = Locations(WriteRegions, address),
        ["enableMultipleWriteLocations"] = WriteRegions.Count > 1,
        ["userReplicationPolicy"] = new JsonObject { ["asyncReplication"] = false, ["minReplicaSetSize"] = 3, ["maxReplicasetSize"] = 4 },
        ["userConsistencyPolicy"] = new JsonObject { ["defaultConsistencyLevel"] = Consistency },
        ["systemReplicationPolicy"] = new JsonObject { ["minReplicaSetSize"] = 3, ["maxReplicasetSize"] = 4 },
        ["readPolicy"] = new JsonObject { ["primaryReadCoefficient"] = 1, ["secondaryReadCoefficient"] = 1 },
        ["queryEngineConfiguration"] = """{"maxSqlQueryInputLength":262144,"maxJoinsPerSqlQuery":10,"clientDisableOptimisticDirectExecution":false}""",
    });

    public StandInAnswer CreateDatabase(JsonObject body)
    {
        var name = (string)body["id"]!;
        return databases.TryAdd(name, NextNumber())
            ? StandInAnswer.Json(HttpStatusCode.Created, Database(name))
            : throw new StandInRefusal(HttpStatusCode.Conflict, "The database exists.");
    }

    public StandInAnswer FindDatabase(string name) => StandInAnswer.Json(HttpStatusCode.OK, Database(name));

    public StandInAnswer CreateContainer(string database, JsonObject properties)
    {
        var name = (string)properties["id"]!;
        var rid = Rid(NumberOf(database), NextNumber());
        properties["_rid"] = rid;
        properties["_self"] = $"dbs/{database}/colls/{name}/";
        properties["_etag"] = "\"container\"";
        properties["_ts"] = 1;
        return containers.TryAdd((database, name), new StandInContainer(rid, properties))
            ? StandInAnswer.Json(HttpStatusCode.Created, properties)
            : throw new StandInRefusal(HttpStatusCode.Conflict, "The container exists.");
    }

    /// <param name="container">Its name, or its resource id, by which the SDK asks for ranges.</param>
    /// <exception cref="StandInRefusal">There is none of that name.</exception>
    public StandInContainer Find(string database, string container) =>
        containers.TryGetValue((database, container), out var found)
            ? found
            : containers.Values.FirstOrDefault(each => each.Rid == container.Replace('-', '/')) is { } addressed ? addressed
            : throw new StandInRefusal(HttpStatusCode.NotFound, "Owner resource does not exist", OwnerNotFound);

    private static JsonArray Locations(IEnumerable<string> regions, Uri address) =>
        [.. regions.Select(region => new JsonObject { ["name"] = region, ["databaseAccountEndpoint"] = address.GetLeftPart(UriPartial.Authority) + "/" })];

    private JsonObject Database(string name) => new()
    {
        ["id"] = name,
        ["_rid"] = Rid(NumberOf(name)),
        ["_self"] = $"dbs/{name}/",
        ["_etag"] = "\"database\"",
        ["_ts"] = 1,
        ["_colls"] = "colls/",
        ["_users"] = "users/",
    };

    private uint NumberOf(string database) =>
        databases.TryGetValue(database, out var number) ? number : throw new StandInRefusal(HttpStatusCode.NotFound, "There is no such database.", OwnerNotFound);

    private uint NextNumber() => 0x8000_0000u | (uint)Interlocked.Increment(ref count);

    private static string Rid(params ReadOnlySpan<uint> numbers)
    {
        var bytes = new byte[numbers.Length * sizeof(uint)];
        for (var i = 0; i < numbers.Length; i++)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(i * sizeof(uint)), numbers[i]);
        }

        return Convert.ToBase64String(bytes);
    }
}
