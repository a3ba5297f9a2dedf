namespace Serverless.Core.Messaging.Log;

/// <summary>What one commit wrote, as stores keep it: numbers and times to find it by, and the messages as bytes.</summary>
/// <param name="First">Number of its first message.</param>
/// <param name="Count">How many messages it holds, 1-100.</param>
/// <param name="CommitId">Tells one commit from any other; what a lost answer is recognised by.</param>
/// <param name="Body">What <see cref="MessagePacking"/> made, at most 1 MB.</param>
public sealed record PackedEntry(long First, int Count, Guid CommitId, DateTimeOffset CommittedAt, ReadOnlyMemory<byte> Body)
{
    public const int MaxMessages = 100;
    public const int MaxBytes = 1_048_576;

    /// <summary>
    /// What was promised at the commit, where the store removes the entry by itself some time afterwards; never earlier than
    /// that of an entry before. Null where it does not.
    /// </summary>
    public DateTimeOffset? KeptUntil { get; init; }

    /// <summary>Number of the first message after it.</summary>
    public long Next => First + Count;
}
