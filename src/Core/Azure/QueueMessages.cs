using System.Net;
using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Serverless.Core.Storage;

namespace Serverless.Core.Azure;

/// <summary>
/// The messages of one queue, as raw text. A lease that was lost is an outcome, not an exception, and a queue that is
/// missing is empty; the first message makes it, so that one which exists costs no request to find that out.
/// </summary>
/// <remarks>Every member throws <see cref="StoreUnavailableException"/> when the service does not answer.</remarks>
public sealed class QueueMessages(QueueClient queue)
{
    /// <summary>The most messages that the service gives out at once.</summary>
    private const int MaxBatch = 32;

    private static readonly TimeSpan Forever = TimeSpan.FromSeconds(-1);
    private static readonly string QueueNotFound = QueueErrorCode.QueueNotFound.ToString();

    private readonly AzureOnDemand onDemand = new(QueueNotFound, token => queue.CreateIfNotExistsAsync(cancellationToken: token));

    /// <summary>Adds a message that stays until it is removed, invisible for the length of <paramref name="delay"/>.</summary>
    public Task SendAsync(string text, TimeSpan delay, CancellationToken cancellationToken) =>
        onDemand.RunAsync(token => queue.SendMessageAsync(text, delay, Forever, token), cancellationToken);

    /// <summary>Takes visible messages and hides them for the length of <paramref name="lease"/>.</summary>
    /// <param name="max">At most so many; the service gives out no more than 32 at once.</param>
    public async Task<IReadOnlyList<QueueMessage>> LeaseAsync(int max, TimeSpan lease, CancellationToken cancellationToken)
    {
        try
        {
            return await AzureOutage.GuardAsync<IReadOnlyList<QueueMessage>>(
                async token => (await queue.ReceiveMessagesAsync(Math.Min(max, MaxBatch), lease, token)).Value, cancellationToken);
        }
        catch (RequestFailedException failed) when (failed.ErrorCode == QueueNotFound)
        {
            return [];
        }
    }

    /// <summary>Hides a leased message for the length of <paramref name="lease"/> from now; its new receipt, or null if the lease was lost.</summary>
    public Task<string?> TryExtendAsync(string id, string receipt, TimeSpan lease, CancellationToken cancellationToken) =>
        WhileLeasedAsync<string>(
            async token => (await queue.UpdateMessageAsync(id, receipt, (string?)null, lease, token)).Value.PopReceipt, cancellationToken);

    /// <summary>Removes a leased message; false if the lease was lost.</summary>
    public async Task<bool> TryDeleteAsync(string id, string receipt, CancellationToken cancellationToken) =>
        await WhileLeasedAsync(async token => await queue.DeleteMessageAsync(id, receipt, token), cancellationToken) is not null;

    /// <summary>Asks the service for this queue, which need not exist.</summary>
    public Task<bool> ExistsAsync(CancellationToken cancellationToken) =>
        AzureOutage.GuardAsync(async token => (await queue.ExistsAsync(token)).Value, cancellationToken);

    private static async Task<T?> WhileLeasedAsync<T>(Func<CancellationToken, Task<T>> request, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await AzureOutage.GuardAsync(request, cancellationToken);
        }
        catch (RequestFailedException failed) when (failed.Status == (int)HttpStatusCode.NotFound || failed.ErrorCode == QueueErrorCode.PopReceiptMismatch)
        {
            return null;
        }
    }
}
