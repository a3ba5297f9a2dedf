using Serverless.Core.Messaging.Webhooks;

namespace Serverless.Core.Messaging.Push;

/// <summary>How the messages of a lease become requests.</summary>
public static class DeliveryPlan
{
    /// <summary>Decoded data that goes into one batch, in bytes, so that no request is much larger than 1 MB.</summary>
    public const int MaxBatchBytes = 512 * 1024;

    /// <summary>
    /// Cuts messages into batches, in their order. Those that failed before go alone, so that they spoil no batch a second
    /// time. Of an ordered subscription a lease has one message of a key, so that requests may go side by side.
    /// </summary>
    public static IEnumerable<IReadOnlyList<PushMessage>> Batches(IReadOnlyList<PushMessage> messages)
    {
        var (batch, bytes) = (new List<PushMessage>(), 0);
        foreach (var message in messages.Where(message => message.Attempt == 1))
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

        foreach (var single in Singly(messages.Where(message => message.Attempt > 1)))
        {
            yield return single;
        }
    }

    public static IEnumerable<IReadOnlyList<PushMessage>> Singly(IEnumerable<PushMessage> messages) => messages.Select(message => (PushMessage[])[message]);
}
