using System.Text.Json.Nodes;
using Serverless.Azure.Tests.Emulators;

namespace Serverless.Azure.Tests.CosmosStandIn;

/// <summary>
/// Stands in for the gateway of a Cosmos DB account, because no emulator can be installed where the tests run. It knows the
/// routes, headers and clauses that this project uses, and refuses all others.
/// </summary>
internal sealed class StandInGateway(UnreliableNetwork network, TimeProvider time)
{
    private const string RangesVersion = "\"1\"";

    private int batchOperations;

    public StandInAccount Account { get; } = new();

    public UnreliableNetwork Network => network;

    /// <summary>What the last request was signed with.</summary>
    public string LastAuthorization { get; private set; } = "";

    /// <summary>How many operations all transactions had since the last time this was asked.</summary>
    public int TakeBatchOperations() => Interlocked.Exchange(ref batchOperations, 0);

    /// <summary>From now on, reads of a container come from a replica that lags behind as far as a session may see.</summary>
    public void Lag(string database, string container) => Account.Find(database, container).Lag();

    /// <summary>From now on, reads of a container see everything.</summary>
    public void CatchUp(string database, string container) => Account.Find(database, container).CatchUp();

    /// <summary>The answer to a request that arrived.</summary>
    /// <param name="address">Where the account is reached.</param>
    public async Task<StandInAnswer> AnswerAsync(StandInRequest request, Uri address)
    {
        // As over a network: nothing is done before the caller has gone on.
        await Task.Yield();
        try
        {
            LastAuthorization = request.Header("authorization") ?? throw new StandInRefusal(HttpStatusCode.Unauthorized, "The request is not signed.");
            return await RouteAsync(request, address);
        }
        catch (StandInRefusal refusal)
        {
            // As in the service, who was refused has also seen the state that was the reason.
            return request.Path is ["dbs", var database, "colls", var container, "docs", ..] && refusal.Substatus == 0
                ? Seen(request, Account.Find(database, container), refusal.Answer())
                : refusal.Answer();
        }
    }

    private async Task<StandInAnswer> RouteAsync(StandInRequest request, Uri address)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        switch (request.Method, request.Path)
        {
            case ("GET", []):
                return Account.Describe(address);
            case ("POST", ["dbs"]):
                return Account.CreateDatabase(Object(request));
            case ("GET", ["dbs", var database]):
                return Account.FindDatabase(database);
            case ("POST", ["dbs", var database, "colls"]):
                return Account.CreateContainer(database, Object(request));
            case ("GET", ["dbs", var database, "colls", var container]):
                return StandInAnswer.Json(HttpStatusCode.OK, Account.Find(database, container).Properties);
            case ("GET", ["dbs", _, "colls", _, "pkranges"]):
                return Ranges(request);
            case (_, ["dbs", var database, "colls", var name, "docs"]):
                var all = Account.Find(database, name);
                return Seen(request, all, await StandInDocuments.AllAsync(all, request, now, CountBatch));
            case (_, ["dbs", var database, "colls", var name, "docs", var id]):
                var one = Account.Find(database, name);
                return Seen(request, one, StandInDocuments.One(one, id, request, now));
            default:
                throw StandInRefusal.Unknown($"{request.Method} /{string.Join('/', request.Path)}");
        }
    }

    private void CountBatch(int operations) => Interlocked.Add(ref batchOperations, operations);

    // Names the container, too: an SDK keeps the token of a session for each.
    private static StandInAnswer Seen(StandInRequest request, StandInContainer container, StandInAnswer answer)
    {
        answer.Headers.TryAdd(StandInDocuments.SessionToken, container.SessionToken);
        return answer.With("x-ms-content-path", container.Rid).With("x-ms-alt-content-path", $"dbs/{request.Path[1]}/colls/{request.Path[3]}");
    }

    private StandInAnswer Ranges(StandInRequest request)
    {
        if (request.Header("If-None-Match") == RangesVersion)
        {
            return new StandInAnswer(HttpStatusCode.NotModified).With("etag", RangesVersion);
        }

        var container = Account.Find(request.Path[1], request.Path[3]);
        var range = new JsonObject
        {
            ["_rid"] = container.Rid,
            ["id"] = "0",
            ["minInclusive"] = "",
            ["maxExclusive"] = "FF",
            ["ridPrefix"] = 0,
            ["throughputFraction"] = 1,
            ["status"] = "online",
            ["parents"] = new JsonArray(),
        };
        return StandInAnswer.Json(HttpStatusCode.OK, new JsonObject { ["_rid"] = container.Rid, ["PartitionKeyRanges"] = new JsonArray(range), ["_count"] = 1 })
            .With("etag", RangesVersion);
    }

    private static JsonObject Object(StandInRequest request) => JsonNode.Parse(request.Body)!.AsObject();
}
