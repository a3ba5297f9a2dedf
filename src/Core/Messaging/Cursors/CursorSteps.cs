using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Storage;

namespace Serverless.Core.Messaging.Cursors;

/// <summary>What a lane does for every cursor alike: reads what the commands need of the log and applies them.</summary>
public sealed partial class CursorSteps(
    ICursorStore cursors,
    IMessageLog log,
    LogEntryCache entries,
    StoreRetry retry,
    RandomNumberGenerator random,
    TimeProvider time,
    ILogger<CursorSteps> logger)
{
    internal ICursorStore Cursors => cursors;

    internal StoreRetry Retry => retry;

    /// <summary>A number that was never used before.</summary>
    public ulong NextNonce()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        random.GetBytes(bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }

    /// <summary>Null when the cursor as known can't be: it is ahead of its stream, which only a fresh read may say.</summary>
    internal async Task<CursorAttempt?> ApplyAsync(StoredCursor current, List<CursorRequest> requests, bool mayBeStale)
    {
        var target = requests[^1].Target;
        var commands = requests.SelectMany(request => request.Commands).ToArray();
        var view = new CursorView(entries, target);
        var head = commands.Any(command => command.NeedsLog) ? await FindHeadAsync(current) : null;
        if (head is not null && head.Next < current.State.Next && mayBeStale)
        {
            return null;
        }

        var max = commands.OfType<CursorCommand.Lease>().Sum(lease => lease.Max);
        if (head is not null && max > 0)
        {
            await view.LoadAsync(current.State, head, max, time.GetUtcNow());
        }

        var bounds = head is null ? null : new StreamView(head.Low, head.Next, view.Facts);
        var transition = CursorMachine.Apply(current.State, commands, new CursorContext(target.Rules, bounds, time.GetUtcNow(), NextNonce()));
        return new CursorAttempt(current.State, transition, view, head);
    }

    internal void Tell(CursorId id, StoredCursor before, CursorAttempt attempt)
    {
        if (attempt.Transition.HasRewound)
        {
            LogRewound(logger, id.SubscriptionId, id.Stream, before.State.Next, attempt.Head!.Next);
        }
    }

    private async Task<StreamHead> FindHeadAsync(StoredCursor current)
    {
        var stored = await log.FindHeadAsync(current.Id.Stream, CancellationToken.None);
        var head = stored.Head.Next >= current.State.Next ? stored.Head : await ConfirmHeadAsync(current);
        if (head.ClosedAt is not null)
        {
            throw new SubscriptionGoneException(current.Id);
        }

        entries.Follow(current.Id.Stream, head.Epoch);
        return head;
    }

    // A head that is behind the cursor has to be confirmed: in a store that answers from a replica it may be an old one. If it
    // is not, messages were lost that somebody has read, and others will get their numbers.
    private async Task<StreamHead> ConfirmHeadAsync(StoredCursor current)
    {
        var confirmed = await log.ConfirmHeadAsync(current.Id.Stream, CancellationToken.None);
        if (confirmed.Head.Next >= current.State.Next)
        {
            return confirmed.Head;
        }

        var next = confirmed.Head with { Epoch = confirmed.Head.Epoch + 1 };
        return (await log.TryReplaceHeadAsync(confirmed, next, CancellationToken.None))?.Head ?? throw new WriteConflictException();
    }

    [LoggerMessage(LogLevel.Critical, "Stream {Stream} has lost acknowledged messages: the cursor of subscription {Subscription} was at {Cursor}, the stream ends at {Head}. The cursor was moved back.")]
    private static partial void LogRewound(ILogger logger, string subscription, StreamId stream, long cursor, long head);
}
