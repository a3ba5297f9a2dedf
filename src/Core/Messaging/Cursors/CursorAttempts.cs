using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Storage;

namespace Serverless.Core.Messaging.Cursors;

/// <summary>Reads what commands need of the log and of the cursor's pages, and applies them; nothing is written.</summary>
internal sealed partial class CursorAttempts(
    ICursorStore cursors, IMessageLog log, LogEntryCache entries, RandomNumberGenerator random, TimeProvider time, ILogger logger)
{
    /// <summary>A number that was never used before.</summary>
    public ulong NextNonce()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        random.GetBytes(bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }

    /// <summary>Null when the cursor as known can't be, and has to be read: it is ahead of its stream, or a page of it is gone.</summary>
    public async Task<CursorAttempt?> ApplyAsync(StoredCursor current, CursorTarget target, CursorCommand[] commands, bool mayBeStale)
    {
        var view = new CursorView(entries, target);
        var context = new CursorContext(target.Rules, null, time.GetUtcNow(), NextNonce());
        if (!commands.Any(command => command.NeedsLog))
        {
            return new CursorAttempt(CursorMachine.Apply(current.State, commands, context), view, null);
        }

        var head = await FindHeadAsync(current, commands.Max(command => command.KnownNext));
        if ((head.Next < current.State.Next && mayBeStale) || await FindPagesAsync(current, target.Rules, context, head.Low, commands) is not { } pages)
        {
            return null;
        }

        context = context with { Log = new StreamView(head.Low, head.Next, view.Facts), Pages = pages };
        return new CursorAttempt(await ApplyAsync(current.State, commands, context, view, head), view, head);
    }

    /// <summary>To be called when an attempt has been stored.</summary>
    public void Report(StoredCursor before, CursorAttempt attempt)
    {
        if (attempt.Transition.HasRewound)
        {
            LogRewound(logger, before.Id.SubscriptionId, before.Id.Stream, before.State.Next, attempt.Head!.Next);
        }
    }

    // The machine says which messages it did not know; what can't be loaded is not there, yet or any more.
    private static async Task<CursorTransition> ApplyAsync(CursorState state, CursorCommand[] commands, CursorContext context, CursorView view, StreamHead head)
    {
        var most = commands.OfType<CursorCommand.Lease>().Sum(lease => lease.Max);
        if (most > 0)
        {
            await view.TryLoadAsync([state.Floor], most, head.Next);
        }

        while (true)
        {
            var transition = CursorMachine.Apply(state, commands, context);
            if (transition.Missing.Count == 0 || !await view.TryLoadAsync(transition.Missing, most, head.Next))
            {
                return transition;
            }
        }
    }

    private async Task<StreamHead> FindHeadAsync(StoredCursor current, long known)
    {
        var stored = await log.FindHeadAsync(current.Id.Stream, CancellationToken.None);
        var seen = Math.Max(current.State.Next, entries.SeenNext(current.Id.Stream));
        var head = stored.Head.Next >= Math.Max(seen, known) ? stored.Head : await ConfirmHeadAsync(current, seen);
        if (head.ClosedAt is not null)
        {
            throw new SubscriptionGoneException(current.Id);
        }

        entries.Follow(current.Id.Stream, head.Epoch);
        return head;
    }

    // A head that is behind what is known has to be confirmed: in a store that answers from a replica it may be an old one. If
    // it is behind what was read nevertheless, messages were lost that somebody has read, and others will get their numbers.
    private async Task<StreamHead> ConfirmHeadAsync(StoredCursor current, long seen)
    {
        var confirmed = await log.ConfirmHeadAsync(current.Id.Stream, CancellationToken.None);
        if (confirmed.Head.Next >= seen)
        {
            return confirmed.Head;
        }

        var next = confirmed.Head with { Epoch = confirmed.Head.Epoch + 1 };
        var replaced = await log.TryReplaceHeadAsync(confirmed, next, CancellationToken.None) ?? throw new WriteConflictException();
        LogLost(logger, current.Id.Stream, seen, confirmed.Head.Next);
        return replaced.Head;
    }

    private async Task<IReadOnlyDictionary<long, ImmutableArray<ParkedMessage>>?> FindPagesAsync(
        StoredCursor current, CursorRules rules, CursorContext context, long low, CursorCommand[] commands)
    {
        var wanted = ParkedPages.Wanted(current.State, rules, context.Parking, context.Now > current.State.Now ? context.Now : current.State.Now, low, commands);
        if (wanted.Count == 0)
        {
            return FrozenDictionary<long, ImmutableArray<ParkedMessage>>.Empty;
        }

        var found = new Dictionary<long, ImmutableArray<ParkedMessage>>();
        foreach (var page in wanted)
        {
            if (await cursors.FindPageAsync(current.Id, page, CancellationToken.None) is not { } messages)
            {
                return null;
            }

            found[page] = messages;
        }

        return found;
    }

    [LoggerMessage(LogLevel.Critical, "Stream {Stream} has lost acknowledged messages: it was read up to {Seen}, and ends at {Head}.")]
    private static partial void LogLost(ILogger logger, StreamId stream, long seen, long head);

    [LoggerMessage(LogLevel.Critical, "Stream {Stream} has lost acknowledged messages: the cursor of subscription {Subscription} was at {Cursor}, the stream ends at {Head}. The cursor was moved back.")]
    private static partial void LogRewound(ILogger logger, string subscription, StreamId stream, long cursor, long head);
}
