using Serverless.Core.Cosmos;
using Serverless.Core.Messaging.Log;

namespace Serverless.Core.Messaging.Cosmos;

/// <summary>What a repetition is recognised by. Whether it has expired is asked when it is found; the service only cleans up.</summary>
internal sealed record CosmosPublishedId : CosmosDocument
{
    private const string Prefix = "i.";

    public required long Sequence { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public string Key => Id[Prefix.Length..];

    public static string IdOf(string key) => Prefix + key;

    /// <param name="now">Time of the commit.</param>
    public static CosmosPublishedId Of(string partition, PublishedId id, DateTimeOffset now) => new()
    {
        Id = IdOf(id.Key),
        Partition = partition,
        Sequence = id.Sequence,
        ExpiresAt = id.ExpiresAt,
        // Twice as long, because its clock is another one.
        TimeToLive = (int)Math.Ceiling(2 * Math.Max(1, (id.ExpiresAt - now).TotalSeconds)),
    };
}
