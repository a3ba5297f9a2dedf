using Serverless.Core.Messaging.Webhooks;

namespace Serverless.Core.Messaging.Push;

/// <summary>How the messages of a lease become requests.</summary>
public static class DeliveryPlan
{
    /// <summary>Decoded data that goes into one batch, in bytes, so that no request is much larger than 1 MB.</summary>
    public const int MaxBatchBytes = 512 * 1024;

    /// <summary>Cuts messages into batches, in their order.</summary>
    public static IEnumerable<IReadOnlyList<PushMessage>> Batches(IEnumerable<PushMessage> messages)
    {
        var (batch, bytes) = (new List<PushMessage>(), 0);
        foreach (var message in messages)
        {
            var size = message.Message.Content.Data.Length;
            if (batch.Count > 0 && bytes + size > MaxBatchBytes)
            {
                yield return batch;
                (batch, bytes) = ([], 0);
            }

            batch.Add(message);
            bytes += size;
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }

    /// <summary>Messages that have to be sent one after the other: those of a key if the subscription is ordered, else each alone.</summary>
    public static IReadOnlyList<IReadOnlyList<PushMessage>> Chains(IEnumerable<PushMessage> messages, bool ordered) => ordered
        ? [.. messages.GroupBy(message => message.Message.Content.OrderingKey ?? "", StringComparer.Ordinal).Select(IReadOnlyList<PushMessage> (chain) => [.. chain])]
        : [.. messages.Select(IReadOnlyList<PushMessage> (message) => [message])];
}
