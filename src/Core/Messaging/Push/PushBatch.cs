using System.Collections.Concurrent;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.Messaging.Webhooks;

namespace Serverless.Core.Messaging.Push;

/// <summary>Sends the messages of one lease, some side by side, and stops where the endpoint does not want or can't take more.</summary>
/// <param name="health">What was known of the endpoint before.</param>
/// <param name="cutoff">No request begins after it.</param>
public sealed class PushBatch(PushLane lane, Delivery.Push push, PushRequests requests, DeliveryPace pace, EndpointHealth health, DateTimeOffset cutoff)
{
    /// <summary>Requests of a turn that are under way at a time.</summary>
    public const int Requests = 8;

    private readonly Lock gate = new();
    private readonly ConcurrentDictionary<long, DeliveryOutcome?> outcomes = new();
    private bool isStopped;
    private bool hasDelivered;
    private bool isUnfit;

    public EndpointHealth Health { get; private set; } = health;

    /// <summary>The endpoint wants nothing any more.</summary>
    public bool IsGone { get; private set; }

    /// <summary>How long to leave the endpoint alone; null when more may be sent at once.</summary>
    public TimeSpan? Hold { get; private set; }

    /// <returns>A verdict for each message.</returns>
    public async Task<IReadOnlyList<PushVerdict>> RunAsync(IReadOnlyList<PushMessage> messages, CancellationToken cancellationToken)
    {
        if (push.Batch && messages.Count > 1)
        {
            await RunBatchesAsync(messages, cancellationToken);
        }
        else
        {
            await RunSinglesAsync(messages, cancellationToken);
        }

        if (!IsGone && ((isUnfit && !hasDelivered) || Health.Failures >= EndpointHealth.MaxFailures))
        {
            Hold ??= Health.Hold;
        }

        return [.. messages.Select(message => new PushVerdict(message, outcomes.GetValueOrDefault(message.Message.Sequence)))];
    }

    private async Task RunBatchesAsync(IReadOnlyList<PushMessage> messages, CancellationToken cancellationToken)
    {
        foreach (var batch in DeliveryPlan.Batches(messages))
        {
            if (await TrySendAsync(batch, cancellationToken) is not { IsDelivered: true } && batch.Count > 1)
            {
                await RunSinglesAsync(batch, cancellationToken);
            }
        }
    }

    private Task RunSinglesAsync(IReadOnlyList<PushMessage> messages, CancellationToken cancellationToken) => BoundedParallel.ForEachAsync(
        DeliveryPlan.Chains(messages, lane.Subscription.Ordered),
        push.Slow ? 1 : Requests,
        async chain =>
        {
            foreach (var message in chain)
            {
                if (await TrySendAsync([message], cancellationToken) is not { IsDelivered: true })
                {
                    break;
                }
            }
        },
        // A stopped host cancels requests, not the round, which has to say what became of each message.
        CancellationToken.None);

    /// <summary>Null when nothing was sent, or it can't be known what became of it.</summary>
    private async Task<DeliveryOutcome?> TrySendAsync(IReadOnlyList<PushMessage> messages, CancellationToken cancellationToken)
    {
        try
        {
            if (IsStopped() || !await pace.WaitAsync(cutoff, cancellationToken) || IsStopped())
            {
                return null;
            }

            var outcome = await requests.SendAsync(lane, push, messages, cancellationToken);
            Take(outcome, messages);
            return outcome;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            lock (gate)
            {
                isStopped = true;
            }

            return null;
        }
    }

    private bool IsStopped()
    {
        lock (gate)
        {
            return isStopped;
        }
    }

    private void Take(DeliveryOutcome outcome, IReadOnlyList<PushMessage> messages)
    {
        lock (gate)
        {
            Health = Health.After(outcome);
            hasDelivered |= outcome.IsDelivered;
            isUnfit |= IsOfEndpoint(outcome);
            IsGone |= outcome.Result == DeliveryResult.Gone;
            if (outcome.Result == DeliveryResult.Throttled)
            {
                var wait = outcome.RetryAfter ?? Health.Hold;
                Hold = Hold > wait ? Hold : wait;
            }

            isStopped |= outcome.Result is DeliveryResult.Throttled or DeliveryResult.Gone or DeliveryResult.AddressRefused
                || Health.Failures >= EndpointHealth.MaxFailures
                || (Health.IsSluggish && !push.Slow);

            // What was put off or turned away for good is no attempt at the messages; a failed batch is tried again singly.
            if (outcome.Result is not (DeliveryResult.Throttled or DeliveryResult.Gone) && (outcome.IsDelivered || messages.Count == 1))
            {
                foreach (var message in messages)
                {
                    outcomes[message.Message.Sequence] = outcome;
                }
            }
        }
    }

    // A 4xx may be about the message; the rest is about the endpoint.
    private static bool IsOfEndpoint(DeliveryOutcome outcome) => !outcome.IsDelivered && outcome.Status is not (>= 400 and < 500);
}
