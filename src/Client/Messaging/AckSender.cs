using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Serverless.Client;

/// <summary>Sends acknowledgements in the background: while one request is under way, the next batch gathers.</summary>
internal sealed partial class AckSender(SubscriptionsClient api, SubscriptionPlace place, HeldMessages held, RetryUntilCancelled retry, ILogger logger)
{
    private const int MaxIds = 100;

    private readonly Channel<string> waiting = Channel.CreateUnbounded<string>();
    private string[] batch = [];

    public void Send(string ackId) => waiting.Writer.TryWrite(ackId);

    /// <exception cref="ServerlessException">The service refuses acknowledgements.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (batch.Length > 0 || await waiting.Reader.WaitToReadAsync(cancellationToken))
        {
            batch = batch.Length > 0 ? batch : Take();
            Learn(await retry.RunAsync(token => api.SettleAsync(place, "ack", new SettleRequest(batch), token), cancellationToken));
            batch = [];
        }
    }

    /// <summary>Sends what is left, once <see cref="RunAsync"/> has ended.</summary>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        waiting.Writer.TryComplete();
        try
        {
            await RunAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is ServerlessException or OperationCanceledException)
        {
            LogUnsent(logger, batch.Length + waiting.Reader.Count, place, exception);
        }
    }

    private string[] Take()
    {
        var ids = new List<string>();
        while (ids.Count < MaxIds && waiting.Reader.TryRead(out var id))
        {
            ids.Add(id);
        }

        return [.. ids];
    }

    private void Learn(IReadOnlyList<SettledMessage> results)
    {
        foreach (var (ackId, status) in results)
        {
            held.Remove(ackId);
            if (status != SettleStatus.Acknowledged)
            {
                LogLate(logger, place);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "A message of {Place} was handled after its lease had ended: it comes again.")]
    private static partial void LogLate(ILogger logger, SubscriptionPlace place);

    [LoggerMessage(LogLevel.Warning, "{Count} acknowledgements of {Place} could not be sent: their messages come again.")]
    private static partial void LogUnsent(ILogger logger, int count, SubscriptionPlace place, Exception exception);
}
