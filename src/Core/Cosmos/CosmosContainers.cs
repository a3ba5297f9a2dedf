using System.Collections.ObjectModel;
using Microsoft.Azure.Cosmos;

namespace Serverless.Core.Cosmos;

/// <summary>The containers that the application needs, which in Azure its Bicep makes, with the same properties.</summary>
public static class CosmosContainers
{
    /// <summary>Topics, subscriptions and tombstones.</summary>
    public const string Topics = "topics";

    /// <summary>Entries, heads, published ids, and marks of active streams.</summary>
    public const string Log = "log";

    /// <summary>A document for each subscription and stream.</summary>
    public const string Cursors = "cursors";

    /// <summary>Messages that wait for their time, and the places where any may be.</summary>
    public const string Scheduled = "scheduled";

    /// <summary>What became of attempts to deliver, for people to look at: its throughput is apart from that of the others.</summary>
    public const string Attempts = "attempts";

    public const string PartitionKeyPath = "/pk";

    /// <summary>On, without a default: documents expire that say when.</summary>
    public const int DefaultTimeToLive = -1;

    private const string Everything = "/*";

    // The partition key is not indexed by itself, and every query names it.
    private const string Partition = PartitionKeyPath + "/?";

    /// <summary>Properties that are indexed beside id, by container. Whatever else a document has costs nothing to write.</summary>
    public static IReadOnlyDictionary<string, string[]> IndexedPaths { get; } = new Dictionary<string, string[]>
    {
        [Topics] = [Partition, "/push/?"],
        [Log] = [Partition, "/seq/?", "/ids/[]/k/?"],
        [Cursors] = [Partition],
        [Scheduled] = [Partition, "/at/?"],
        [Attempts] = [Partition],
    };

    /// <summary>Properties that are indexed together with the partition key, which comes first, so that a query by it is in their order, either way.</summary>
    public static IReadOnlyDictionary<string, string[]> OrderedPaths { get; } = new Dictionary<string, string[]> { [Log] = ["/seq"], [Scheduled] = ["/at"] };

    internal static IEnumerable<ContainerProperties> Properties() => IndexedPaths.Select(container =>
    {
        var policy = new IndexingPolicy { IndexingMode = IndexingMode.Consistent, Automatic = true };
        Add(policy.IncludedPaths, container.Value.Select(path => new IncludedPath { Path = path }));
        Add(policy.ExcludedPaths, [new ExcludedPath { Path = Everything }]);
        Add(policy.CompositeIndexes, OrderedPaths.GetValueOrDefault(container.Key, []).Select(Ordered));
        return new ContainerProperties(container.Key, PartitionKeyPath) { IndexingPolicy = policy, DefaultTimeToLive = DefaultTimeToLive };
    });

    private static Collection<CompositePath> Ordered(string path) => [new CompositePath { Path = PartitionKeyPath }, new CompositePath { Path = path }];

    private static void Add<T>(Collection<T> paths, IEnumerable<T> added)
    {
        foreach (var path in added)
        {
            paths.Add(path);
        }
    }
}
