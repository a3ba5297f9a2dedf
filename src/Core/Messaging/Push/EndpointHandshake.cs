using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.Messaging.Webhooks;

namespace Serverless.Core.Messaging.Push;

/// <summary>
/// Asks an endpoint for permission before the first delivery, again and again with backoff until it is given. It takes the
/// turn of the subscription's first lane, so that one worker asks at a time.
/// </summary>
public sealed partial class EndpointHandshake(
    IPushCursors cursors,
    PushWakeUps wakeUps,
    WebhookClient client,
    PushSubscriptions subscriptions,
    PushMetrics metrics,
    IOptions<PushOptions> options,
    RandomNumberGenerator random,
    TimeProvider time,
    ILogger<EndpointHandshake> logger)
{
    /// <exception cref="Storage.StoreUnavailableException">A store did not answer: to be run again.</exception>
    /// <exception cref="Storage.WriteConflictException">Others changed the same all the while.</exception>
    public async Task RunAsync(PushLane lane, Topic topic, Delivery.Push push, WakeUp wakeUp, CancellationToken cancellationToken)
    {
        if (lane.Stream.Shard != 0)
        {
            await wakeUps.SendOnceAsync(lane with { Stream = lane.Stream with { Shard = 0 } }, cancellationToken);
            return;
        }

        var decision = TurnDecision.Of(wakeUp, await cursors.LookAsync(lane, cancellationToken), hasWork: true, time.GetUtcNow());
        if (decision.Later is { } later)
        {
            await wakeUps.SendAsync(lane.Subscription, wakeUp, later, cancellationToken);
            return;
        }

        var turn = TurnId.New(random);
        if (decision.Begins
            && await cursors.LeaseAsync(lane, turn.Worker, decision.Instead, [], max: 0, TurnTerm.Of(options.Value, push).Length, cancellationToken) is not null)
        {
            await AskAsync(lane, topic, push, turn, wakeUp.Failures, cancellationToken);
        }
    }

    private async Task AskAsync(PushLane lane, Topic topic, Delivery.Push push, TurnId turn, int failures, CancellationToken cancellationToken)
    {
        var reply = await client.AskAsync(new Uri(push.Endpoint), push.Headers, cancellationToken);
        metrics.CountHandshake(reply.IsGranted);
        if (!reply.IsGranted)
        {
            await HoldAsync(lane, turn, new EndpointHealth(failures + 1), reply.Refusal!, cancellationToken);
            return;
        }

        var verified = await subscriptions.VerifyAsync(lane.Subscription, push.Endpoint, reply.RequestsPerMinute, cancellationToken);
        await cursors.SettleAsync(lane, turn.Worker, [], null, TimeSpan.Zero, cancellationToken);
        if (verified is not null)
        {
            await wakeUps.SendToAllAsync(verified, topic.Shards, cancellationToken);
        }
    }

    private async Task HoldAsync(PushLane lane, TurnId turn, EndpointHealth health, string reason, CancellationToken cancellationToken)
    {
        var hold = health.HandshakeHold;
        LogRefused(logger, lane.Subscription.Topic, lane.Subscription.Name, reason, hold);
        await wakeUps.SendAsync(lane.Subscription, WakeUp.Of(lane) with { Turn = turn.Hold, Failures = health.Failures }, hold, cancellationToken);
        await cursors.SettleAsync(lane, turn.Worker, [], turn.Hold, hold + TurnId.HoldGrace, cancellationToken);
    }

    [LoggerMessage(LogLevel.Warning, "The endpoint of subscription {Subscription} of topic {Topic} has not agreed to deliveries: {Reason}. It is asked again in {Hold}.")]
    private static partial void LogRefused(ILogger logger, string topic, string subscription, string reason, TimeSpan hold);
}
