using Serverless.LocalHost.Queues;

namespace Serverless.LocalHost.Triggers.Queues;

/// <summary>Keeps a message hidden while its function runs: renews the lease at half of it, from creation until disposal.</summary>
internal sealed partial class LeaseRenewal : IAsyncDisposable
{
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    private readonly CancellationTokenSource ended = new();
    private readonly LeasedMessage message;
    private readonly ITriggerQueue queue;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly Task renewing;

    public LeaseRenewal(LeasedMessage message, ITriggerQueue queue, TimeProvider time, ILogger logger)
    {
        this.message = message;
        this.queue = queue;
        this.time = time;
        this.logger = logger;
        renewing = RenewAsync();
    }

    /// <summary>When this is done no renewal is under way, so that what follows has the last word on the message.</summary>
    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        await Task.WhenAny(renewing);
        ended.Dispose();
    }

    private async Task RenewAsync()
    {
        var backoff = new StoreBackoff(time);
        await Task.Delay(Lease / 2, time, ended.Token);
        while (true)
        {
            if (await TryRenewAsync() is not { } held)
            {
                await backoff.WaitAsync(ended.Token);
            }
            else if (held)
            {
                backoff.Reset();
                await Task.Delay(Lease / 2, time, ended.Token);
            }
            else
            {
                LogLost(message.Id, message.Queue);
                return;
            }
        }
    }

    /// <summary>False when the lease is lost, null when the store failed.</summary>
    private async Task<bool?> TryRenewAsync()
    {
        try
        {
            return await queue.TryExtendAsync(message, Lease, CancellationToken.None);
        }
        catch (Exception exception)
        {
            LogFailed(exception, message.Id, message.Queue);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Message {Id} of queue {Queue} took so long that its lease was lost: it will be delivered again")]
    private partial void LogLost(string id, string queue);

    [LoggerMessage(LogLevel.Warning, "The lease of message {Id} of queue {Queue} could not be renewed; trying again")]
    private partial void LogFailed(Exception exception, string id, string queue);
}
