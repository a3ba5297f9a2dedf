using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.Messaging.Webhooks;
using Serverless.Core.Storage;

namespace Serverless.Core.Messaging.Push;

/// <summary>Does what a wake-up asks for: finds the subscription as it is now, and has a turn taken on the lane.</summary>
public sealed partial class PushDelivery(
    IPushCursors cursors,
    PushWakeUps wakeUps,
    IWakeUpMarks marks,
    PushRequests requests,
    PushSubscriptions subscriptions,
    EndpointTrust trust,
    EndpointHandshake handshake,
    IOptions<PushOptions> options,
    RandomNumberGenerator random,
    TimeProvider time,
    ILogger<PushDelivery> logger)
{
    /// <summary>Turns in one run: more are taken by another run.</summary>
    private const int MaxTurns = 3;

    /// <summary>Answers a wake-up.</summary>
    /// <param name="queue">The queue that it came from, see <see cref="PushQueues"/>.</param>
    /// <param name="stopping">The host stops: requests under way are given up, and another run goes on.</param>
    /// <exception cref="StoreUnavailableException">A store did not answer: to be run again.</exception>
    /// <exception cref="WriteConflictException">Others changed the same all the while.</exception>
    public async Task RunAsync(WakeUp wakeUp, string queue, CancellationToken stopping)
    {
        // Before anything is looked at: what is published from here on needs another wake-up.
        wakeUp = wakeUp with { KnownNext = Math.Max(wakeUp.KnownNext, await marks.ClearAsync(wakeUp.Lane)) };
        subscriptions.Forget(wakeUp);
        if (await subscriptions.FindAsync(wakeUp) is not var (lane, topic, push))
        {
            return;
        }

        if (queue == PushQueues.Normal && wakeUps.QueueOf(lane.Subscription) == PushQueues.Slow)
        {
            await wakeUps.SendAsync(lane.Subscription, wakeUp, TimeSpan.Zero, stopping);
        }
        else if (!trust.MaySend(push))
        {
            await handshake.RunAsync(lane, topic, push, wakeUp, stopping);
        }
        else
        {
            await DeliverAsync(lane, topic, TurnTerm.Of(options.Value, push), wakeUp, stopping);
        }
    }

    /// <summary>Takes a turn in the process that has published, if the endpoint is one of the quick ones and nobody has the lane.</summary>
    /// <param name="wakeUp">Names the lane.</param>
    /// <exception cref="StoreUnavailableException">A store did not answer: the lane is to be woken.</exception>
    /// <exception cref="WriteConflictException">Others changed the same all the while.</exception>
    public async Task<InlineResult> RunInlineAsync(WakeUp wakeUp, CancellationToken stopping)
    {
        if (await subscriptions.FindAsync(wakeUp) is not var (lane, topic, push))
        {
            return InlineResult.NothingDue;
        }

        return wakeUps.QueueOf(lane.Subscription) != PushQueues.Normal || !TurnTerm.Inline.Fits(push)
            ? InlineResult.NotHere
            : await DeliverAsync(lane, topic, TurnTerm.Inline, wakeUp, stopping);
    }

    private async Task<InlineResult> DeliverAsync(PushLane lane, Topic topic, TurnTerm term, WakeUp wakeUp, CancellationToken stopping)
    {
        var position = await cursors.LookAsync(lane, CancellationToken.None);
        for (var turns = 0; turns < MaxTurns; turns++)
        {
            var now = time.GetUtcNow();
            var decision = TurnDecision.Of(wakeUp, position, hasWork: false, now);
            if (decision.Later is { } later)
            {
                await wakeUps.SendAsync(lane.Subscription, wakeUp, later, stopping);
                return InlineResult.Owned;
            }

            if (!decision.Begins)
            {
                return position.IsTaken(now) ? InlineResult.Owned : InlineResult.NothingDue;
            }

            if (!await TakeTurnAsync(lane, topic, term, wakeUp, position, decision.Instead, stopping))
            {
                return InlineResult.Owned;
            }

            // What came since the turn's last look was told to somebody who saw that the turn was taken.
            wakeUp = WakeUp.Of(lane);
            position = await cursors.LookAsync(lane, CancellationToken.None);
            if (!position.HasDue)
            {
                return InlineResult.NothingDue;
            }
        }

        await wakeUps.SendAsync(lane.Subscription, wakeUp, PushRules.AfterTurns, CancellationToken.None);
        return InlineResult.Owned;
    }

    /// <returns>Whether the lane was left with nothing more to deliver for now.</returns>
    private async Task<bool> TakeTurnAsync(
        PushLane lane, Topic topic, TurnTerm term, WakeUp wakeUp, PushPosition position, string? instead, CancellationToken stopping)
    {
        var turn = new PushTurn(
            lane, topic.Shards, TurnId.New(random), term, wakeUp, TurnId.NoteOf(position.Turn), cursors, wakeUps, requests, subscriptions, time);
        try
        {
            return await turn.RunAsync(instead, stopping);
        }
        catch (Exception exception) when (exception is StoreUnavailableException or WriteConflictException)
        {
            // The wake-up of this run would come back as one that the turn does not know; if the turn has not begun, it has to.
            LogInterrupted(logger, lane.Subscription.Topic, lane.Subscription.Name, lane.Stream, exception);
            await turn.HandOverAsync(PushRules.AfterFault);
            if (!turn.HasBegun)
            {
                throw;
            }

            return false;
        }
        finally
        {
            requests.EndTurn(lane);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Delivery to subscription {Subscription} of topic {Topic} from stream {Stream} was interrupted; it goes on soon.")]
    private static partial void LogInterrupted(ILogger logger, string topic, string subscription, StreamId stream, Exception exception);
}

/// <summary>How a process that has published leaves a lane.</summary>
public enum InlineResult
{
    /// <summary>Nothing is due any more, or the subscription is gone or paused.</summary>
    NothingDue,

    /// <summary>Somebody has the lane, or a wake-up of it is on its way.</summary>
    Owned,

    /// <summary>Its endpoint is not one to be delivered to here: it is to be woken.</summary>
    NotHere,
}
