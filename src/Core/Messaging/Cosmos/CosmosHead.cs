using System.Text.Json.Serialization;
using Serverless.Core.Cosmos;
using Serverless.Core.Messaging.Log;

namespace Serverless.Core.Messaging.Cosmos;

/// <summary>
/// The head of a segment. That of the open one is the stream's; those of sealed ones stay until the stream is purged, so that
/// whoever reads an old state finds the way, and nobody can begin a stream anew.
/// </summary>
internal sealed record CosmosHead : CosmosDocument
{
    public const string FixedId = "head";

    public required StreamHead Head { get; init; }

    /// <summary>Number of the segment's first message.</summary>
    public required long Start { get; init; }

    public bool IsSealed { get; init; }

    /// <summary>Until when the entries have to be kept at most that were committed so far; null while none expires by itself.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? KeptUntil { get; init; }

    /// <summary>In the first segment, when it is sealed: one that was open lately, from where to go on.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Open { get; init; }

    /// <summary>In the first segment, when it is sealed: those below hold no entries any more.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Trimmed { get; init; }

    /// <summary>The head of the segment that follows this sealed one, before anything was committed to it.</summary>
    public CosmosHead Following(StreamId stream)
    {
        var head = Head with { Segment = Head.Segment + 1, SegmentBytes = 0 };
        return new CosmosHead { Id = FixedId, Partition = CosmosPartition.Of(stream, head.Segment), Head = head, Start = Head.Next, KeptUntil = KeptUntil };
    }

    /// <summary>The head that follows an entry. No entry ends before an earlier one, so there is never a gap between two that are there.</summary>
    public CosmosHead With(LogCommit commit)
    {
        var end = commit.Entry.CommittedAt + commit.KeptFor;
        return this with { Head = commit.Next, KeptUntil = end > KeptUntil || KeptUntil is null ? end : KeptUntil };
    }
}
