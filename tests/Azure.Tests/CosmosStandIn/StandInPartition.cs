using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Serverless.Azure.Tests.CosmosStandIn;

/// <summary>The documents of one partition key, by id, and what may be done to them; never changed, so a batch that fails leaves nothing.</summary>
internal sealed record StandInPartition(string Key, ImmutableSortedDictionary<string, StandInItem> Items)
{
    private const int MaxIdLength = 1_023;
    private const int MaxDocumentBytes = 2 * 1_048_576;
    private const int WrongPartitionKey = 1_001;

    // The service allows more than these rules do; the law of this project is narrower.
    private static readonly char[] ForbiddenInIds = ['/', '\\', '?', '#', '%'];

    public static StandInPartition Empty(string key) => new(key, ImmutableSortedDictionary.Create<string, StandInItem>(StringComparer.Ordinal));

    /// <summary>The documents that have not expired.</summary>
    public IEnumerable<StandInItem> Live(long now) => Items.Values.Where(item => !item.IsExpired(now));

    /// <summary>The partition afterwards, the status, and the document that the answer holds.</summary>
    /// <exception cref="StandInRefusal">It can't be done.</exception>
    public (StandInPartition Next, HttpStatusCode Status, StandInItem? Item) Apply(StandInOperation operation, long now, int? defaultTtl)
    {
        var body = operation.Body.Length == 0 ? null : Parse(operation.Body);
        var id = operation.Id ?? (string?)body?["id"] ?? throw new StandInRefusal(HttpStatusCode.BadRequest, "There is no id.");
        var current = Items.GetValueOrDefault(id) is { } item && !item.IsExpired(now) ? item : null;
        switch (operation.Verb)
        {
            case StandInVerb.Create when current is not null:
                throw new StandInRefusal(HttpStatusCode.Conflict, "Entity with the specified id already exists in the system.");
            case StandInVerb.Create or StandInVerb.Upsert when current is null:
                return Put(body!, id, HttpStatusCode.Created, now, defaultTtl);
            case var _ when current is null:
                throw new StandInRefusal(HttpStatusCode.NotFound, "Entity with the specified id does not exist in the system.");
            case StandInVerb.Read:
                return (this, HttpStatusCode.OK, current);
            case var _ when operation.IfMatch is { } version && version != current.ETag:
                throw new StandInRefusal(HttpStatusCode.PreconditionFailed, "One of the specified pre-condition is not met.");
            case StandInVerb.Delete:
                return (this with { Items = Items.Remove(id) }, HttpStatusCode.NoContent, null);
            default:
                return Put(body!, id, HttpStatusCode.OK, now, defaultTtl);
        }
    }

    private (StandInPartition Next, HttpStatusCode Status, StandInItem? Item) Put(JsonObject body, string id, HttpStatusCode status, long now, int? defaultTtl)
    {
        if ((string?)body["id"] != id || id.Length is 0 or > MaxIdLength || id.IndexOfAny(ForbiddenInIds) >= 0)
        {
            throw new StandInRefusal(HttpStatusCode.BadRequest, $"'{id}' can't be the id.");
        }

        if ((string?)body["pk"] != Key)
        {
            throw new StandInRefusal(HttpStatusCode.BadRequest, "PartitionKey extracted from document doesn't match the one specified in the header", WrongPartitionKey);
        }

        var version = $"\"{Guid.NewGuid()}\"";
        body["_rid"] = "stand-in";
        body["_self"] = "stand-in";
        body["_etag"] = version;
        body["_ts"] = now;
        // Without a default of the container's, no document expires, whatever it says of itself.
        var ttl = defaultTtl is null ? null : (int?)body["ttl"] ?? defaultTtl;
        var item = new StandInItem(body, id, version, now, ttl is > 0 ? ttl : null);
        return (this with { Items = Items.SetItem(id, item) }, status, item);
    }

    private static JsonObject Parse(byte[] body)
    {
        if (body.Length > MaxDocumentBytes)
        {
            throw new StandInRefusal(HttpStatusCode.RequestEntityTooLarge, "Request size is too large");
        }

        return JsonNode.Parse(body) as JsonObject ?? throw new StandInRefusal(HttpStatusCode.BadRequest, "A document is an object.");
    }
}
