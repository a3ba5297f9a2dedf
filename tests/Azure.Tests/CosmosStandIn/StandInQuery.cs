using System.Text.Json.Nodes;

namespace Serverless.Azure.Tests.CosmosStandIn;

/// <summary>A query as parsed: conditions that all hold, one order, some first.</summary>
/// <param name="Top">Null for all.</param>
/// <param name="Fields">Null for the whole document.</param>
/// <param name="Joined">The array each of whose elements makes a row with its document, its properties as <c>array/[]/property</c>; null for none.</param>
/// <param name="OrderBy">Null for the order of the ids.</param>
/// <param name="IsCompositeOrder">Whether the order is by the partition key first.</param>
internal sealed record StandInQuery(
    int? Top,
    IReadOnlyList<string>? Fields,
    string? Joined,
    IReadOnlyList<StandInQuery.Condition> Conditions,
    string? OrderBy,
    bool IsDescending,
    bool IsCompositeOrder)
{
    public const string PartitionKey = "pk";

    /// <summary>The documents selected, before they are cut to pages.</summary>
    public IEnumerable<JsonObject> Run(IEnumerable<JsonObject> documents)
    {
        var rows = Joined is null ? documents : documents.SelectMany(document => Rows(document, Joined));
        var found = rows.Where(document => Conditions.All(condition => condition.Holds(document)));
        if (OrderBy is { } path)
        {
            // A document without the property has no place in the order, and is left out.
            found = found.Where(document => document[path] is not null);
            found = IsDescending ? found.OrderDescending(new ByPath(path)) : found.Order(new ByPath(path));
        }

        return (Top is { } top ? found.Take(top) : found).Select(Project);
    }

    /// <exception cref="StandInRefusal">It asks several partitions, or would have to look at every document.</exception>
    public void Check(string key, IReadOnlySet<string> indexed, IReadOnlySet<string> ordered)
    {
        if (!Conditions.Any(condition => condition.Path == PartitionKey && condition.Holds(new JsonObject { [PartitionKey] = key })))
        {
            throw StandInRefusal.Unknown("a query without c.pk = the partition key of its request");
        }

        if (IsCompositeOrder && !ordered.Contains(OrderBy!))
        {
            throw StandInRefusal.Unknown($"an order by the partition key and {OrderBy}, which are not indexed together");
        }

        var paths = Conditions.Select(condition => condition.Path);
        if (paths.Concat(OrderBy is null ? [] : [OrderBy]).FirstOrDefault(path => !indexed.Contains(path)) is { } scanned)
        {
            throw StandInRefusal.Unknown($"a query by {scanned}, which is not indexed");
        }
    }

    internal static int Compare(JsonNode? left, JsonNode? right) => (left, right) switch
    {
        (JsonValue a, JsonValue b) when a.TryGetValue<string>(out var x) && b.TryGetValue<string>(out var y) => string.CompareOrdinal(x, y),
        (JsonValue a, JsonValue b) when a.TryGetValue<bool>(out var x) && b.TryGetValue<bool>(out var y) => x.CompareTo(y),
        (JsonValue a, JsonValue b) when a.TryGetValue<long>(out var x) && b.TryGetValue<long>(out var y) => x.CompareTo(y),
        _ => throw StandInRefusal.Unknown("a comparison of values of different kinds"),
    };

    public static string InArray(string array, string property) => $"{array}/[]/{property}";

    private JsonObject Project(JsonObject document) => Fields is null
        ? document
        : new JsonObject(Fields.Where(document.ContainsKey).Select(field => KeyValuePair.Create(field.Split('/')[^1], document[field]?.DeepClone())));

    private static IEnumerable<JsonObject> Rows(JsonObject document, string joined)
    {
        foreach (var element in document[joined] as JsonArray ?? [])
        {
            var row = new JsonObject(document.Where(property => property.Key != joined).Select(property => KeyValuePair.Create(property.Key, property.Value?.DeepClone())));
            foreach (var (name, value) in element!.AsObject())
            {
                row[InArray(joined, name)] = value?.DeepClone();
            }

            yield return row;
        }
    }

    private sealed class ByPath(string path) : IComparer<JsonObject>
    {
        public int Compare(JsonObject? x, JsonObject? y) => StandInQuery.Compare(x![path], y![path]);
    }

    /// <summary>A comparison of a property with one value, or its being one of several.</summary>
    internal sealed record Condition(string Path, string Operator, IReadOnlyList<JsonNode?> Values)
    {
        public bool Holds(JsonObject document) => document[Path] is { } value && Operator switch
        {
            "=" or "IN" => Values.Any(other => Compare(value, other) == 0),
            "<" => Compare(value, Values[0]) < 0,
            "<=" => Compare(value, Values[0]) <= 0,
            ">" => Compare(value, Values[0]) > 0,
            ">=" => Compare(value, Values[0]) >= 0,
            _ => throw StandInRefusal.Unknown($"the operator {Operator}"),
        };
    }
}
