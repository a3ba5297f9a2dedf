using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Serverless.Azure.Tests.CosmosStandIn;

/// <summary>A container: partitions, and a sequence number that every write raises. Reads may come from a replica that lags.</summary>
internal sealed class StandInContainer
{
    private readonly Lock gate = new();
    private readonly int? defaultTtl;
    private readonly List<(long Lsn, ImmutableDictionary<string, StandInPartition> State)> behind = [];
    private ImmutableDictionary<string, StandInPartition> state = [];
    private long lsn = 1;

    public StandInContainer(string rid, JsonObject properties)
    {
        Rid = rid;
        Properties = properties;
        defaultTtl = (int?)properties["defaultTtl"];
        if (properties["partitionKey"]?["paths"] is not JsonArray { Count: 1 } paths || (string?)paths[0] != "/pk")
        {
            throw StandInRefusal.Unknown("a partition key other than the single /pk");
        }

        IndexedPaths = [.. Paths("includedPaths"), "id"];
        OrderedPaths = [.. Composites().Where(paths => paths is ["pk", _]).Select(paths => paths[1])];
        if (!Paths("excludedPaths").Contains("*"))
        {
            throw StandInRefusal.Unknown("a container that indexes all there is");
        }
    }

    public string Rid { get; }

    public JsonObject Properties { get; }

    /// <summary>What queries may filter and sort by, in one partition.</summary>
    public ImmutableHashSet<string> IndexedPaths { get; }

    /// <summary>What queries may sort by together with the partition key.</summary>
    public ImmutableHashSet<string> OrderedPaths { get; }

    public string SessionToken
    {
        get
        {
            lock (gate)
            {
                return $"0:-1#{lsn}";
            }
        }
    }

    /// <summary>From now on, reads see nothing new but what the reader's session token demands.</summary>
    public void Lag()
    {
        lock (gate)
        {
            behind.Clear();
            behind.Add((lsn, state));
        }
    }

    /// <summary>From now on, reads see everything.</summary>
    public void CatchUp()
    {
        lock (gate)
        {
            behind.Clear();
        }
    }

    /// <summary>Does all or nothing to one partition; the answer to each operation.</summary>
    public (bool Succeeded, (HttpStatusCode Status, StandInItem? Item)[] Results) Write(string key, IReadOnlyList<StandInOperation> operations, long now)
    {
        lock (gate)
        {
            var partition = state.GetValueOrDefault(key) ?? StandInPartition.Empty(key);
            var results = new (HttpStatusCode Status, StandInItem? Item)[operations.Count];
            Array.Fill(results, (HttpStatusCode.FailedDependency, null));
            for (var i = 0; i < operations.Count; i++)
            {
                try
                {
                    (partition, var status, var item) = partition.Apply(operations[i], now, defaultTtl);
                    results[i] = (status, item);
                }
                catch (StandInRefusal refusal) when (operations.Count > 1)
                {
                    Array.Fill(results, (HttpStatusCode.FailedDependency, null));
                    results[i] = (refusal.Status, null);
                    return (false, results);
                }
            }

            state = state.SetItem(key, partition);
            lsn++;
            if (behind.Count > 0)
            {
                behind.Add((lsn, state));
            }

            return (true, results);
        }
    }

    /// <summary>The partition as the replica has it that answers, and how far that one has come.</summary>
    public (StandInPartition Partition, string SessionToken) Read(string key, string? sessionToken)
    {
        lock (gate)
        {
            var seen = behind.Count == 0 ? (Lsn: lsn, State: state) : behind.First(version => version.Lsn >= Math.Min(LsnOf(sessionToken), lsn));
            return (seen.State.GetValueOrDefault(key) ?? StandInPartition.Empty(key), $"0:-1#{seen.Lsn}");
        }
    }

    private static long LsnOf(string? token) =>
        token is { Length: > 0 } ? long.Parse(token.Split(',')[^1].Split('#')[1], System.Globalization.CultureInfo.InvariantCulture) : 0;

    private IEnumerable<string[]> Composites() =>
        (Properties["indexingPolicy"]?["compositeIndexes"]?.AsArray() ?? []).Select(index => index!.AsArray().Select(path => ((string)path!["path"]!).TrimStart('/')).ToArray());

    private IEnumerable<string> Paths(string name) =>
        (Properties["indexingPolicy"]?[name]?.AsArray() ?? []).Select(path => ((string)path!["path"]!).Replace("/?", "", StringComparison.Ordinal).TrimStart('/'));
}
