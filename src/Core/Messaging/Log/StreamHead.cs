namespace Serverless.Core.Messaging.Log;

/// <summary>Where a stream's log begins and ends. Replaced with every commit, in the same transaction.</summary>
/// <param name="Next">The number that the next message gets; numbers begin at 1 and have no gaps.</param>
/// <param name="Low">Everything below has been trimmed, and nothing else has.</param>
/// <param name="Active">Whether there may be something to deliver or to trim; a stream that is not active costs nothing.</param>
/// <param name="Segment">Number of the open segment, from 0; commits go there.</param>
/// <param name="SegmentStartedAt">When its first entry was committed.</param>
/// <param name="SegmentBytes">Packed size of its entries.</param>
/// <param name="CommittedAt">Time of the last commit, or of none yet; never goes back.</param>
public sealed record StreamHead(
    long Next, long Low, bool Active, int Segment, DateTimeOffset SegmentStartedAt, long SegmentBytes, DateTimeOffset CommittedAt)
{
    public const long FirstNumber = 1;

    /// <summary>A segment is a partition of the store, which has a limit (20 GB in Cosmos DB).</summary>
    public const long MaxSegmentBytes = 4L * 1_073_741_824;

    public static readonly TimeSpan MaxSegmentAge = TimeSpan.FromHours(24);

    /// <summary>
    /// How often the stream was found to end before what had been read of it: what was lost then had other messages under the
    /// numbers that were given again, so what is remembered of an earlier epoch is not to be believed.
    /// </summary>
    public int Epoch { get; init; }

    /// <summary>When the stream was closed for good, because what it belonged to was deleted: nothing is committed after that. Null while it is open.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Whether the next commit needs another segment.</summary>
    public bool IsFull(DateTimeOffset now) => SegmentBytes > 0 && (SegmentBytes >= MaxSegmentBytes || now - SegmentStartedAt >= MaxSegmentAge);

    /// <summary>The head of a stream that nothing was ever published to.</summary>
    public static StreamHead Initial { get; } = new(FirstNumber, FirstNumber, Active: false, 0, default, 0, default);
}
