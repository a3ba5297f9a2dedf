using System.Collections.Immutable;

namespace Serverless.Core.Messaging.Cursors;

/// <summary>Everything that can be done to a cursor. Leases that have ended are given up before any of it.</summary>
public abstract record CursorCommand
{
    private CursorCommand()
    {
    }

    /// <summary>Whether it can't be done without the log.</summary>
    public virtual bool NeedsLog => false;

    /// <summary>The stream's next number is at least this, as the caller heard: a head that says less is an old one. 0 when nothing was heard.</summary>
    public long KnownNext { get; init; }

    /// <summary>Delivers messages.</summary>
    /// <param name="Max">At most so many.</param>
    /// <param name="Deadline">How long the lease lasts; null for the subscription's own.</param>
    /// <param name="Owner">The push worker that asks, which has to be the owner; null for a pull.</param>
    public sealed record Lease(int Max, TimeSpan? Deadline = null, string? Owner = null) : CursorCommand
    {
        /// <summary>See <see cref="OutstandingMessage.Concurrency"/>.</summary>
        public byte Concurrency { get; init; }

        /// <summary>No message is added when those before have so many bytes together.</summary>
        public long MaxBytes { get; init; } = 4 * 1_048_576;

        public override bool NeedsLog => true;
    }

    /// <summary>Marks messages as done.</summary>
    public sealed record Acknowledge(ImmutableArray<LeasedMessageId> Messages) : CursorCommand;

    /// <summary>Gives messages back, to be delivered again.</summary>
    /// <param name="Delay">When they may be, from now; null for the subscription's backoff.</param>
    /// <param name="CountsAttempt">False for messages that nobody has begun with: the delivery counts as none, and without a delay another follows at once.</param>
    public sealed record Nack(ImmutableArray<LeasedMessageId> Messages, TimeSpan? Delay, DeliveryFailure Failure, bool CountsAttempt = true) : CursorCommand;

    /// <summary>Lets leases end <paramref name="By"/> from now.</summary>
    public sealed record Extend(ImmutableArray<LeasedMessageId> Messages, TimeSpan By) : CursorCommand;

    /// <summary>Marks exhausted messages as done that have been published as dead letters.</summary>
    /// <param name="Generation">See <see cref="CursorState.Generation"/>: after a seek the same numbers are others' deaths, and nothing is marked.</param>
    public sealed record CountDeadLetters(ushort Generation, ImmutableArray<long> Numbers) : CursorCommand;

    /// <summary>Goes to a number: everything below is done, nothing from there on is, and every lease is void.</summary>
    public sealed record Seek(long Number) : CursorCommand;

    /// <summary>Makes a push worker the owner, or lets it be so for longer; refused while there is another one.</summary>
    /// <param name="Instead">An owner whose place it may take; null for none.</param>
    public sealed record Own(string Owner, TimeSpan For, string? Instead = null) : CursorCommand;

    /// <summary>Ends an ownership, unless another has begun.</summary>
    /// <param name="Next">Who is the owner then; null for nobody.</param>
    /// <param name="For">How long, from now; zero keeps nobody out.</param>
    public sealed record HandOver(string Owner, string? Next, TimeSpan For) : CursorCommand;

    /// <summary>Marks messages as done, leased or not, as far as the window reaches from the floor, which follows the log's trimming first.</summary>
    public sealed record Remove(ImmutableArray<long> Numbers, int Window) : CursorCommand
    {
        public override bool NeedsLog => true;
    }

    /// <summary>
    /// Makes parked messages due that wait for a time to come: those of the document, and of a few pages, which are written anew.
    /// What counts as an attempt stays so.
    /// </summary>
    /// <param name="Numbers">Those to be made due; null for all.</param>
    /// <param name="FirstPage">The first page to be looked at, see <see cref="CommandResult.NextPage"/>.</param>
    /// <param name="LastPage">The last one: pages that are made meanwhile are none of the command's.</param>
    public sealed record MakeDue(ImmutableArray<long>? Numbers, long FirstPage = 0, long LastPage = long.MaxValue) : CursorCommand
    {
        public override bool NeedsLog => true;
    }

    /// <summary>Only gives up what has ended, and follows the log's trimming.</summary>
    public sealed record Observe : CursorCommand
    {
        public override bool NeedsLog => true;
    }
}

/// <summary>A message under a lease, as an ack id names it.</summary>
public readonly record struct LeasedMessageId(long Number, ulong Lease);

/// <summary>What became of an ack id.</summary>
public enum SettleStatus
{
    /// <summary>The message is done, by this acknowledgement or an earlier one.</summary>
    Acknowledged,

    /// <summary>The message was given back, to be delivered again or dead-lettered.</summary>
    Returned,

    /// <summary>The lease lasts longer.</summary>
    Extended,

    /// <summary>The id is void: the lease has ended, the message was delivered again, or it ended without an acknowledgement.</summary>
    Expired,

    /// <summary>The subscription never gave out such an id.</summary>
    Unknown,
}
