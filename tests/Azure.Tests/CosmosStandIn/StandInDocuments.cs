using System.Globalization;
using System.Text.Json.Nodes;

namespace Serverless.Azure.Tests.CosmosStandIn;

/// <summary>What the gateway does with documents.</summary>
internal static class StandInDocuments
{
    internal const string SessionToken = "x-ms-session-token";

    private const int MaxBatch = 100;
    private const int MaxBatchBytes = 2 * 1_048_576;
    private const int MaxPageBytes = 4 * 1_048_576;

    /// <summary>Requests about one document.</summary>
    public static StandInAnswer One(StandInContainer container, string id, StandInRequest request, long now)
    {
        if (request.Header("If-None-Match") is not null)
        {
            throw StandInRefusal.Unknown("If-None-Match");
        }

        return request.Method switch
        {
            "GET" => Read(container, id, request, now),
            "PUT" => Write(container, request, new StandInOperation(StandInVerb.Replace, id, request.Body, request.Header("If-Match")), now),
            "DELETE" => Write(container, request, new StandInOperation(StandInVerb.Delete, id, [], request.Header("If-Match")), now),
            _ => throw StandInRefusal.Unknown($"{request.Method} of a document"),
        };
    }

    /// <summary>Requests to the collection of documents.</summary>
    public static async Task<StandInAnswer> AllAsync(StandInContainer container, StandInRequest request, long now, Action<int> countBatch)
    {
        if (request.Method != "POST" || request.Is(StandInRequest.QueryPlanHeader))
        {
            throw StandInRefusal.Unknown("change feeds and query plans");
        }

        if (request.IsQuery)
        {
            return Query(container, request, now);
        }

        if (request.Is(StandInRequest.BatchHeader))
        {
            return await BatchAsync(container, request, now, countBatch);
        }

        var verb = request.Is(StandInRequest.UpsertHeader) ? StandInVerb.Upsert : StandInVerb.Create;
        return Write(container, request, new StandInOperation(verb, null, request.Body, request.Header("If-Match")), now);
    }

    private static StandInAnswer Read(StandInContainer container, string id, StandInRequest request, long now)
    {
        var (partition, token) = container.Read(KeyOf(request), request.Header(SessionToken));
        try
        {
            var (_, status, item) = partition.Apply(new StandInOperation(StandInVerb.Read, id, [], null), now, defaultTtl: null);
            return StandInAnswer.Json(status, item!.Body).With("etag", item.ETag).With(SessionToken, token);
        }
        catch (StandInRefusal refusal)
        {
            return refusal.Answer().With(SessionToken, token);
        }
    }

    private static StandInAnswer Write(StandInContainer container, StandInRequest request, StandInOperation operation, long now)
    {
        var (status, item) = container.Write(KeyOf(request), [operation], now).Results[0];
        var wantsBody = request.Header("Prefer") != "return=minimal";
        var answer = item is null || !wantsBody ? new StandInAnswer(status) : StandInAnswer.Json(status, item.Body);
        return item is null ? answer : answer.With("etag", item.ETag);
    }

    private static async Task<StandInAnswer> BatchAsync(StandInContainer container, StandInRequest request, long now, Action<int> countBatch)
    {
        if (!request.Is("x-ms-cosmos-batch-atomic") || request.Body.Length > MaxBatchBytes)
        {
            throw new StandInRefusal(HttpStatusCode.RequestEntityTooLarge, "Not atomic, or too large.");
        }

        var operations = await StandInBatchCodec.ReadAsync(request.Body);
        if (operations.Count is < 2 or > MaxBatch)
        {
            throw StandInRefusal.Unknown($"a batch of {operations.Count}");
        }

        countBatch(operations.Count);
        var (succeeded, results) = container.Write(KeyOf(request), operations, now);
        return new StandInAnswer(succeeded ? HttpStatusCode.OK : HttpStatusCode.MultiStatus)
        {
            Body = await StandInBatchCodec.WriteAsync(results),
            ContentType = "application/octet-stream",
        };
    }

    private static StandInAnswer Query(StandInContainer container, StandInRequest request, long now)
    {
        var key = KeyOf(request);
        var query = StandInQueryParser.Parse(JsonNode.Parse(request.Body)!.AsObject());
        query.Check(key, container.IndexedPaths, container.OrderedPaths);
        var (partition, token) = container.Read(key, request.Header(SessionToken));
        var rows = query.Run(partition.Live(now).Select(item => item.Body));
        var skipped = Number(request, "x-ms-continuation") ?? 0;
        var page = PageOf(rows.Skip(skipped), Number(request, "x-ms-max-item-count") is > 0 and var wanted ? wanted : 100, out var isLast);
        var answer = StandInAnswer.Json(HttpStatusCode.OK, new JsonObject { ["_rid"] = container.Rid, ["Documents"] = page, ["_count"] = page.Count })
            .With("x-ms-item-count", $"{page.Count}")
            .With(SessionToken, token)
            .With("x-ms-cosmos-query-requiresdistribution", "False");
        return isLast ? answer : answer.With("x-ms-continuation", $"{skipped + page.Count}");
    }

    private static JsonArray PageOf(IEnumerable<JsonObject> rows, int count, out bool isLast)
    {
        var (page, bytes) = (new JsonArray(), 0);
        foreach (var row in rows)
        {
            bytes += StandInAnswer.Bytes(row).Length;
            if (page.Count == count || (page.Count > 0 && bytes > MaxPageBytes))
            {
                isLast = false;
                return page;
            }

            page.Add(row.DeepClone());
        }

        isLast = true;
        return page;
    }

    private static int? Number(StandInRequest request, string header) =>
        request.Header(header) is { Length: > 0 } text ? int.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : null;

    private static string KeyOf(StandInRequest request) =>
        request.Header(StandInRequest.PartitionKeyHeader) is { } text && JsonNode.Parse(text) is JsonArray { Count: 1 } keys && keys[0] is JsonValue key
        && key.TryGetValue<string>(out var value)
            ? value
            : throw StandInRefusal.Unknown("a request without one partition key that is a text");
}
