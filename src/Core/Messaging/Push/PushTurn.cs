using Serverless.Core.Messaging.Topics;
using Serverless.Core.Messaging.Webhooks;

namespace Serverless.Core.Messaging.Push;

/// <summary>
/// One worker's turn on a lane: leases, sends and settles until nothing is due, the endpoint needs time, or the slice is
/// over. Each way to end first sends the wake-up that goes on, if one is needed, and then lets go.
/// </summary>
/// <param name="term">How long it may take.</param>
/// <param name="postponed">What the turn before has left.</param>
/// <remarks>The process may die between any two lines: the leases end by themselves, and the sweep finds what is left.</remarks>
internal sealed class PushTurn(
    PushLane lane,
    int lanes,
    TurnId id,
    TurnTerm term,
    WakeUp cause,
    Postponements postponed,
    IPushCursors cursors,
    PushWakeUps wakeUps,
    PushRequests requests,
    PushSubscriptions subscriptions,
    TimeProvider time)
{
    private readonly DateTimeOffset end = time.GetUtcNow() + term.Slice;
    private readonly DeliveryPace pace = new(((Delivery.Push)lane.Subscription.Delivery).AllowedRate, lanes, time);
    private PushLane lane = lane;
    private Delivery.Push push = (Delivery.Push)lane.Subscription.Delivery;
    private EndpointHealth health = new(cause.Failures);

    /// <summary>Whether the lane is this turn's, as far as the store has said.</summary>
    public bool HasBegun { get; private set; }

    /// <param name="instead">The turn whose place it takes; null for none.</param>
    /// <param name="stopping">The host stops.</param>
    /// <returns>Whether the lane was left with nothing more to deliver for now.</returns>
    public async Task<bool> RunAsync(string? instead, CancellationToken stopping)
    {
        var window = new PushWindow(requests, pace, health, postponed, end, time);
        try
        {
            return await RunAsync(window, instead, stopping);
        }
        finally
        {
            // A fault of a store: what is under way ends before the run does, and is sent again.
            await window.DrainAsync();
        }
    }

    private async Task<bool> RunAsync(PushWindow window, string? instead, CancellationToken stopping)
    {
        IReadOnlyList<PushVerdict> verdicts = [];
        while (true)
        {
            var leased = await cursors.LeaseAsync(lane, id.Worker, instead, verdicts, MaxMessages(), term.Length, CancellationToken.None);
            if (leased is null)
            {
                return await LetGoAsync(await window.DrainAsync());
            }

            (HasBegun, instead) = (true, null);
            if (leased.Count == 0 && !window.IsBusy)
            {
                return await EndAsync();
            }

            verdicts = await window.RunAsync(lane, push, leased, stopping);
            var isOver = window.IsOver || stopping.IsCancellationRequested || time.GetUtcNow() + pace.Rest >= end;
            if (isOver)
            {
                verdicts = [.. verdicts, .. await window.DrainAsync()];
            }

            health = window.Health;
            var wasSlow = push.Slow;
            if (!await TryRefreshAsync(window.IsGone))
            {
                return await LetGoAsync([.. verdicts, .. await window.DrainAsync()]);
            }

            if (isOver || (push.Slow && !wasSlow))
            {
                return await PassOnAsync(window.Hold, [.. verdicts, .. await window.DrainAsync()]);
            }
        }
    }

    /// <summary>Has another run go on in this turn's place.</summary>
    /// <exception cref="Storage.StoreUnavailableException">The queue did not answer.</exception>
    public Task HandOverAsync(TimeSpan delay) => WakeAsync(id.Worker, delay);

    private int MaxMessages() => PushRules.Messages(push, health, pace, end - time.GetUtcNow());

    /// <summary>The subscription as it is now; false when nothing is to be delivered to this endpoint any more.</summary>
    private async Task<bool> TryRefreshAsync(bool isGone)
    {
        if (isGone)
        {
            await subscriptions.PauseAsync(lane.Subscription, push.Endpoint, CancellationToken.None);
        }

        if (await subscriptions.FindAsync(cause) is not var (current, _, now) || now.Endpoint != push.Endpoint)
        {
            return false;
        }

        (lane, push) = (current, now);
        if (push.Slow ? health.HasRecovered : health.IsSlow)
        {
            var moved = await subscriptions.MoveAsync(lane.Subscription, push.Endpoint, !push.Slow, CancellationToken.None);
            lane = lane with { Subscription = moved };
            push = moved.Delivery as Delivery.Push ?? push;
        }

        return true;
    }

    /// <summary>Nothing is due: promises to come back where something will be.</summary>
    private async Task<bool> EndAsync()
    {
        if (pace.Rest is var rest && rest > TimeSpan.Zero)
        {
            return await HoldAsync(rest, []);
        }

        var position = await cursors.LookAsync(lane, CancellationToken.None);
        if (position.NextDue is { } due)
        {
            var delay = due - time.GetUtcNow();
            await WakeAsync(id.Promise, delay > TimeSpan.Zero ? delay : TimeSpan.Zero);
        }

        await cursors.SettleAsync(lane, id.Worker, [], position.NextDue is null ? null : TurnId.WithNote(id.Promise, postponed), TimeSpan.Zero, CancellationToken.None);
        return true;
    }

    /// <summary>Somebody else has the lane, or there is nothing to deliver from it any more.</summary>
    private async Task<bool> LetGoAsync(IReadOnlyList<PushVerdict> verdicts)
    {
        await cursors.SettleAsync(lane, id.Worker, verdicts, null, TimeSpan.Zero, CancellationToken.None);
        return false;
    }

    private async Task<bool> PassOnAsync(TimeSpan? hold, IReadOnlyList<PushVerdict> verdicts)
    {
        // An endpoint's own rate is part of what it asks for.
        var rest = hold > pace.Rest ? hold.Value : pace.Rest;
        if (rest > TimeSpan.Zero)
        {
            return await HoldAsync(rest, verdicts);
        }

        // Settled first: the next worker can begin before it, and would find that nothing is due yet.
        await cursors.SettleAsync(lane, id.Worker, verdicts, TurnId.WithNote(id.Worker, postponed), term.Length, CancellationToken.None);
        await HandOverAsync(TimeSpan.Zero);
        return false;
    }

    private async Task<bool> HoldAsync(TimeSpan length, IReadOnlyList<PushVerdict> verdicts)
    {
        await WakeAsync(id.Hold, length);
        await cursors.SettleAsync(lane, id.Worker, verdicts, TurnId.WithNote(id.Hold, postponed), length + TurnId.HoldGrace, CancellationToken.None);
        return false;
    }

    private Task WakeAsync(string turn, TimeSpan delay) => wakeUps.SendAsync(
        lane.Subscription,
        WakeUp.Of(lane) with { Turn = turn, Failures = health.Failures },
        delay,
        CancellationToken.None);
}
