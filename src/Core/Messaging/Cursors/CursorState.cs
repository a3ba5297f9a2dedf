using System.Collections.Immutable;

namespace Serverless.Core.Messaging.Cursors;

/// <summary>
/// A subscription's position in one stream, all of it: what is done, what is out with consumers, what failed and waits. It
/// is stored as one document of at most <see cref="CursorLimits.Bytes"/>, whatever the stream holds.
/// </summary>
public sealed record CursorState
{
    /// <summary>Everything below is done.</summary>
    public required long Floor { get; init; }

    /// <summary>Nothing from here on has been looked at.</summary>
    public required long Next { get; init; }

    /// <summary>Which numbers from <see cref="Floor"/> on are done, lowest bit first; no bit at or past <see cref="Next"/> is set.</summary>
    public ImmutableArray<ulong> Done { get; init; } = [];

    /// <summary>What consumers have under a lease, by number.</summary>
    public ImmutableArray<OutstandingMessage> Outstanding { get; init; } = [];

    /// <summary>What failed and has to be delivered again or dead-lettered, by number.</summary>
    public ImmutableArray<FailedMessage> Waiting { get; init; } = [];

    /// <summary>Which push worker delivers; null when none does.</summary>
    public PushOwner? PushOwner { get; init; }

    /// <summary>How many messages were dead-lettered, ever.</summary>
    public long DeadLettered { get; init; }

    /// <summary>How many messages were trimmed before they were done, ever.</summary>
    public long ExpiredUnacknowledged { get; init; }

    /// <summary>The time of the last change: time never runs backwards for a cursor, whatever the instances' clocks say.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Nonces of the last writes, newest first: whoever got no answer finds here that the write was made.</summary>
    public ImmutableArray<ulong> Writes { get; init; } = [];

    /// <summary>What ack ids are signed with; random, made with the cursor and never changed.</summary>
    public required ImmutableArray<byte> AckKey { get; init; }

    /// <summary>A bound is reached, so that no new messages are delivered until some of those that are out are done.</summary>
    public bool IsWindowFull =>
        Next - Floor >= CursorLimits.Window || Outstanding.Length >= CursorLimits.Outstanding || Outstanding.Length + Waiting.Length >= CursorLimits.Tracked;

    /// <summary>Messages below <see cref="Next"/> that are not done.</summary>
    public long Undone => Next - Floor - Done.Sum(word => (long)ulong.PopCount(word));

    /// <summary>When something that waits may be delivered, or a lease ends; null when neither will happen.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            var due = DateTimeOffset.MaxValue;
            foreach (var message in Outstanding)
            {
                due = message.Deadline < due ? message.Deadline : due;
            }

            foreach (var message in Waiting)
            {
                due = !message.IsExhausted && message.NotBefore < due ? message.NotBefore : due;
            }

            return due == DateTimeOffset.MaxValue ? null : due;
        }
    }

    /// <summary>A cursor of a subscription that begins at a number.</summary>
    public static CursorState StartAt(long number, ImmutableArray<byte> ackKey, DateTimeOffset now) =>
        new() { Floor = number, Next = number, AckKey = ackKey, Now = now.ToMilliseconds() };

    /// <summary>Whether the message is done: a number below the floor always is.</summary>
    public bool IsDone(long number)
    {
        var bit = number - Floor;
        return bit < 0 || (bit < Done.Length * 64L && (Done[(int)(bit / 64)] >> (int)(bit % 64) & 1) != 0);
    }
}
