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

    /// <summary>The head of a stream that nothing was ever published to.</summary>
    public static StreamHead Initial { get; } = new(FirstNumber, FirstNumber, Active: false, 0, default, 0, default);
}
