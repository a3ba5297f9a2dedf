using Microsoft.Extensions.Logging;

namespace Serverless.Client;

/// <summary>Extends the leases of all messages that a consumer has, until they are settled.</summary>
internal sealed partial class LeaseKeeper(SubscriptionsClient api, SubscriptionPlace place, HeldMessages held, TimeProvider time, ILogger logger)
{
    public static readonly TimeSpan DefaultDeadline = TimeSpan.FromSeconds(30);

    private const int MaxIds = 100;

    // Two extensions may fail before a lease ends.
    private const int PerDeadline = 3;

    public async Task RunAsync(TimeSpan deadline, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(deadline / PerDeadline, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            foreach (var some in held.All().Where(message => !message.IsSettled).Select(message => message.Content.AckId).Chunk(MaxIds))
            {
                await ExtendAsync(some, deadline, cancellationToken);
            }
        }
    }

    private async Task ExtendAsync(string[] ackIds, TimeSpan by, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var result in await api.SettleAsync(place, "extend", new SettleRequest(ackIds, By: by), cancellationToken))
            {
                if (result.Status is SettleStatus.Expired or SettleStatus.Unknown && held.Find(result.AckId) is { IsSettled: false } message)
                {
                    message.IsLost = true;
                    held.Remove(result.AckId);
                    LogLost(logger, place);
                }
            }
        }
        catch (ServerlessException failure)
        {
            LogNotExtended(logger, ackIds.Length, place, failure);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The lease of a message of {Place} had ended before it was extended: it comes again.")]
    private static partial void LogLost(ILogger logger, SubscriptionPlace place);

    [LoggerMessage(LogLevel.Warning, "The leases of {Count} messages of {Place} could not be extended this time.")]
    private static partial void LogNotExtended(ILogger logger, int count, SubscriptionPlace place, Exception exception);
}
