using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Serverless.Client;

/// <summary>One reader of a subscription: fetches ahead, keeps leases alive, sends acknowledgements, and gives back what is left.</summary>
internal sealed partial class SubscriptionConsumer : IAsyncDisposable
{
    private const int MaxIds = 100;

    private static readonly TimeSpan Unhurried = TimeSpan.FromSeconds(1);

    private readonly SubscriptionsClient api;
    private readonly SubscriptionPlace place;
    private readonly SubscribeOptions options;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly HeldMessages held;
    private readonly RetryUntilCancelled retry;
    private readonly AckSender acks;
    private readonly Channel<ReceivedMessage> fetched = Channel.CreateUnbounded<ReceivedMessage>();
    private readonly CancellationTokenSource stop = new();
    private Task running = Task.CompletedTask;

    public SubscriptionConsumer(SubscriptionsClient api, SubscriptionPlace place, SubscribeOptions options, TimeProvider time, ILogger logger)
    {
        (this.api, this.place, this.options, this.time, this.logger) = (api, place, options, time, logger);
        held = new HeldMessages(options.Prefetch);
        retry = new RetryUntilCancelled(place, time, logger);
        acks = new AckSender(api, place, held, retry, logger);
    }

    public void Start() => running = Task.Run(RunAsync);

    /// <exception cref="ServerlessException">The service refuses.</exception>
    public async ValueTask<ReceivedMessage> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ReceivedMessage message;
            try
            {
                message = await fetched.Reader.ReadAsync(cancellationToken);
            }
            catch (ChannelClosedException closed) when (closed.InnerException is { } refusal)
            {
                throw refusal;
            }

            // What was lost while it waited is somebody else's.
            if (!message.IsLost)
            {
                return message;
            }
        }
    }

    /// <summary>Acknowledges the message unless it was settled, or is to be by hand.</summary>
    public void MoveOn(ReceivedMessage message)
    {
        if (!options.ManualAck && message.TrySettle())
        {
            acks.Send(message.Content.AckId);
        }
    }

    public async Task SettleAsync(ReceivedMessage message, string command, SettleRequest request, CancellationToken cancellationToken)
    {
        var results = await api.SettleAsync(place, command, request, cancellationToken);
        message.IsLost |= results[0].Status is SettleStatus.Expired or SettleStatus.Unknown;
        held.Remove(message.Content.AckId);
    }

    public async ValueTask DisposeAsync()
    {
        using var deadline = new CancellationTokenSource(options.ShutdownTimeout, time);
        await stop.CancelAsync();
        await running;
        await acks.CompleteAsync(deadline.Token);
        await GiveBackAsync(deadline.Token);
        stop.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            var deadline = options.AckDeadline ?? await retry.RunAsync(FindAckDeadlineAsync, stop.Token);
            // The leases' clock runs before there is any lease.
            Task[] tasks = [new LeaseKeeper(api, place, held, time, logger).RunAsync(deadline, stop.Token), acks.RunAsync(stop.Token), FetchAsync()];
            var first = await Task.WhenAny(tasks);
            await stop.CancelAsync();
            await Task.WhenAll(tasks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await first;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            fetched.Writer.TryComplete();
        }
        catch (Exception exception)
        {
            // The loop gets it, when it asks for the next message.
            fetched.Writer.TryComplete(exception);
        }
    }

    private async Task<TimeSpan> FindAckDeadlineAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await api.FindAsync(place.Topic, place.Name, cancellationToken))?.AckDeadline ?? LeaseKeeper.DefaultDeadline;
        }
        catch (ServerlessException refused) when (refused.Status == System.Net.HttpStatusCode.Forbidden)
        {
            return LeaseKeeper.DefaultDeadline;
        }
    }

    private async Task FetchAsync()
    {
        while (true)
        {
            var room = await held.WaitForRoomAsync(stop.Token);
            var asked = time.GetTimestamp();

            // A loop has begun with one message at a time; what runs side by side is not known here.
            var request = new PullRequest(Math.Min(room, SubscriptionsClient.MaxPull), options.Wait, options.ManualAck ? null : 1);
            var answer = await retry.RunAsync(token => api.PullAsync(place, request, token), stop.Token);
            foreach (var pulled in answer.Messages)
            {
                var message = new ReceivedMessage(pulled, this);
                held.Add(message);
                fetched.Writer.TryWrite(message);
            }

            if (answer.Messages.Count == 0 && (answer.RetryAfter ?? RestOf(time.GetElapsedTime(asked))) is var rest && rest > TimeSpan.Zero)
            {
                await Task.Delay(rest, time, stop.Token);
            }
        }
    }

    // A paused subscription answers at once.
    private static TimeSpan RestOf(TimeSpan waited) => waited < Unhurried ? Unhurried - waited : TimeSpan.Zero;

    // What was being handled failed; what was only fetched may be delivered to the next at once, and this was no attempt.
    private async Task GiveBackAsync(CancellationToken cancellationToken)
    {
        var unbegun = new HashSet<string>(StringComparer.Ordinal);
        while (fetched.Reader.TryRead(out var message))
        {
            unbegun.Add(message.Content.AckId);
        }

        var left = held.All().Where(message => !message.IsLost && message.TrySettle()).Select(message => message.Content.AckId).ToArray();
        await GiveBackAsync([.. left.Where(unbegun.Contains)], new SettleRequest([], CountAttempt: false), cancellationToken);
        await GiveBackAsync([.. left.Where(id => !unbegun.Contains(id))], new SettleRequest([], Delay: options.NackDelay), cancellationToken);
    }

    private async Task GiveBackAsync(string[] ackIds, SettleRequest how, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var some in ackIds.Chunk(MaxIds))
            {
                await api.SettleAsync(place, "nack", how with { AckIds = some }, cancellationToken);
            }
        }
        catch (Exception exception) when (exception is ServerlessException or OperationCanceledException)
        {
            LogNotGivenBack(logger, ackIds.Length, place, exception);
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Count} messages of {Place} could not be given back; they come again when their leases end.")]
    private static partial void LogNotGivenBack(ILogger logger, int count, SubscriptionPlace place, Exception exception);
}
