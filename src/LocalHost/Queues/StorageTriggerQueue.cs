using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Azure.Storage.Queues.Models;
using Serverless.Core.Azure;
using Serverless.Core.Storage;

namespace Serverless.LocalHost.Queues;

/// <summary>The receiving side of Azure Storage queues, polled as the Functions host polls them, and at once when this process has sent something.</summary>
public sealed class StorageTriggerQueue(QueueStorage storage, QueueSignal sent, TimeProvider time) : ITriggerQueue
{
    private const string PoisonSuffix = "-poison";

    /// <summary>Longer than a move takes.</summary>
    private static readonly TimeSpan MoveLease = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, PollingInterval> intervals = new(StringComparer.Ordinal);

    // Taken before a queue is looked at, so that what is sent meanwhile is not missed.
    private readonly ConcurrentDictionary<string, Task> changes = new(StringComparer.Ordinal);

    // Each extension makes the receipt before it void, so the latest one is kept for as long as somebody holds the message.
    private readonly ConditionalWeakTable<LeasedMessage, string> receipts = [];

    public async Task<IReadOnlyList<LeasedMessage>> LeaseAsync(string queue, int max, TimeSpan lease, CancellationToken cancellationToken)
    {
        changes[queue] = sent.NextAsync(queue);
        var received = await storage.Open(queue).LeaseAsync(max, lease, cancellationToken);
        if (received.Count > 0)
        {
            IntervalOf(queue).Reset();
        }

        var messages = new List<LeasedMessage>();
        foreach (var message in received)
        {
            if (QueueMessageText.Decode(message.MessageText) is { } body)
            {
                messages.Add(Leased(queue, message, body));
            }
            else
            {
                await SetAsideAsync(Leased(queue, message, message.MessageText), cancellationToken);
            }
        }

        return messages;
    }

    public async Task<bool> TryExtendAsync(LeasedMessage message, TimeSpan lease, CancellationToken cancellationToken)
    {
        if (await storage.Open(message.Queue).TryExtendAsync(message.Id, ReceiptOf(message), lease, cancellationToken) is not { } receipt)
        {
            return false;
        }

        receipts.AddOrUpdate(message, receipt);
        return true;
    }

    public Task<bool> TryDeleteAsync(LeasedMessage message, CancellationToken cancellationToken) =>
        storage.Open(message.Queue).TryDeleteAsync(message.Id, ReceiptOf(message), cancellationToken);

    public async Task<bool> TryMoveAsync(LeasedMessage message, string toQueue, CancellationToken cancellationToken)
    {
        // Without asking first, a message whose lease was lost would be copied, too.
        if (!await TryExtendAsync(message, MoveLease, cancellationToken))
        {
            return false;
        }

        await storage.Open(toQueue).SendAsync(QueueMessageText.Encode(message.Body), TimeSpan.Zero, cancellationToken);
        await TryDeleteAsync(message, cancellationToken);
        return true;
    }

    /// <summary>Nobody tells when a message of others comes: waits a little, and longer each time until there has been one.</summary>
    public async Task WaitAsync(string queue, TimeSpan atMost, CancellationToken cancellationToken)
    {
        var change = changes.TryGetValue(queue, out var taken) ? taken : sent.NextAsync(queue);
        try
        {
            await change.WaitAsync(IntervalOf(queue).Next(atMost), time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // Time for the next poll.
        }
    }

    // As the host does with what is no Base64, without running the function.
    private async Task SetAsideAsync(LeasedMessage unreadable, CancellationToken cancellationToken)
    {
        try
        {
            await TryMoveAsync(unreadable, unreadable.Queue + PoisonSuffix, cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            // It comes back when its lease ends; the readable ones of its batch need not wait for that, too.
        }
    }

    private static LeasedMessage Leased(string queue, QueueMessage message, string body) => new(
        queue, message.MessageId, message.PopReceipt, body, (int)message.DequeueCount, message.InsertedOn ?? DateTimeOffset.MinValue);

    private PollingInterval IntervalOf(string queue) => intervals.GetOrAdd(queue, _ => new PollingInterval());

    private string ReceiptOf(LeasedMessage message) => receipts.TryGetValue(message, out var latest) ? latest : message.Receipt;
}
