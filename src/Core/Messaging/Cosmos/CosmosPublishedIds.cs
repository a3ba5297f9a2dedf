using System.Globalization;
using Serverless.Core.Cosmos;
using Serverless.Core.Messaging.Log;

namespace Serverless.Core.Messaging.Cosmos;

/// <summary>What the repetitions of a commit's messages are recognised by. Whether it has expired is asked when it is found; the service only cleans up.</summary>
internal sealed record CosmosPublishedIds : CosmosDocument
{
    public required IReadOnlyList<CosmosPublishedId> Ids { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The documents of a commit: its ids, and its tickets, which are remembered for longer.</summary>
    public static IEnumerable<CosmosPublishedIds> Of(string partition, LogCommit commit) => commit.Ids
        .GroupBy(id => MessageIdentity.IsTicket(id.Key))
        .Select(group => Of(partition, group.Key ? 't' : 'i', [.. group], commit));

    private static CosmosPublishedIds Of(string partition, char kind, PublishedId[] ids, LogCommit commit) => new()
    {
        Id = string.Create(CultureInfo.InvariantCulture, $"{kind}.{commit.Entry.First}"),
        Partition = partition,
        Ids = [.. ids.Select(id => new CosmosPublishedId(id.Key, id.Sequence))],
        ExpiresAt = commit.ExpiryOf(ids[0]),
        // Twice as long, because its clock is another one.
        TimeToLive = (int)Math.Ceiling(2 * Math.Max(1, (commit.ExpiryOf(ids[0]) - commit.Entry.CommittedAt).TotalSeconds)),
    };
}

/// <summary>One message of a commit; the names are those of the index.</summary>
/// <param name="K">What <see cref="MessageIdentity.KeyOf"/> made of the publisher's id.</param>
/// <param name="N">The message's number.</param>
internal sealed record CosmosPublishedId(string K, long N);

/// <summary>A message that was found by its key.</summary>
/// <param name="ExpiresAt">That of its commit's ids.</param>
internal sealed record CosmosFoundId(string K, long N, DateTimeOffset ExpiresAt);
