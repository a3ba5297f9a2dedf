using Serverless.Core.Messaging.Attempts;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.Messaging.Webhooks;

namespace Serverless.Core.Messaging.Push;

/// <summary>Makes requests of messages, sends them, and keeps the record of it.</summary>
public sealed class PushRequests(WebhookClient client, AttemptLog attempts, PushMetrics metrics, TimeProvider time)
{
    /// <summary>Sends messages in one request: the event of a single one, or a batch if the subscription asks for batches.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled: the endpoint may have got the request.</exception>
    public async Task<DeliveryOutcome> SendAsync(PushLane lane, Delivery.Push push, IReadOnlyList<PushMessage> messages, CancellationToken cancellationToken)
    {
        using var activity = PushTracing.Start(lane, messages);
        var (parent, state) = PushTracing.Headers(activity, messages);
        var stored = messages.Select(message => message.Message);
        var outcome = await client.PostAsync(
            new WebhookRequest(
                new Uri(push.Endpoint),
                push.Secrets,
                messages.Count == 1 ? WebhookId.Of(lane.Stream, messages[0].Message) : WebhookId.Of(lane.Stream, messages),
                push.Batch ? CloudEventWriter.Batched : CloudEventWriter.Structured,
                push.Batch ? CloudEventWriter.WriteBatch(stored, lane.Subscription.Topic) : CloudEventWriter.Write(stored.Single(), lane.Subscription.Topic),
                parent,
                state,
                push.Headers,
                push.AttemptTimeout),
            cancellationToken);
        PushTracing.Finish(activity, outcome);
        attempts.Add(lane.Subscription.Id, lane.Stream, messages, outcome);
        Record(outcome, messages);
        return outcome;
    }

    /// <summary>A turn is over: what became of its requests may be written down.</summary>
    public void EndTurn(PushLane lane) => attempts.Write(lane.Subscription.Id);

    private void Record(DeliveryOutcome outcome, IReadOnlyList<PushMessage> messages)
    {
        metrics.CountRequest(outcome, messages.Count);
        if (outcome.IsDelivered)
        {
            var now = time.GetUtcNow();
            foreach (var message in messages)
            {
                metrics.RecordAge(now - message.Message.PublishedAt);
            }
        }
    }
}
