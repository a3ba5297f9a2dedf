using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Serverless.Core.Messaging.Publishing;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.Messaging.Webhooks;

namespace Serverless.Core.Messaging.Push;

/// <summary>
/// Takes turns on the lanes of what this process has published, a bounded number at once. A lane that it can't take is woken by
/// way of the queue. Nothing depends on it: if the process dies or is frozen, the message that was promised before the commit
/// finds the lane when its turn has ended.
/// </summary>
/// <param name="delivery">Only asked for when it is needed: it publishes dead letters itself.</param>
public sealed partial class InlinePush(
    TopicDirectory directory, PushWakeUps wakeUps, Lazy<PushDelivery> delivery, IOptions<PushOptions> options, TimeProvider time, ILogger<InlinePush> logger)
    : IInlineDelivery, IHostedService, IDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly Lock gate = new();
    private readonly Dictionary<string, Visit> visits = new(StringComparer.Ordinal);
    private int free = options.Value.Inline;

    /// <inheritdoc/>
    public bool IsOn => options.Value.Inline > 0;

    /// <inheritdoc/>
    public async Task<FanOutMessage?> OfferAsync(StreamId stream, long next)
    {
        if (stopping.IsCancellationRequested)
        {
            return new FanOutMessage(stream);
        }

        var found = await directory.FindPushSubscriptionsAsync(stream.TopicId, CancellationToken.None);
        foreach (var subscription in found)
        {
            if (subscription is { Active: true, Paused: false })
            {
                GoTo(new PushLane(subscription, stream, next));
            }
        }

        return found.Count == TopicDirectory.PushRemembered ? new FanOutMessage(stream, found[^1].Name) : null;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Gives up requests under way and hands lanes over; what that does not get done in time ends with the lanes' ownership.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        stopping.Cancel();
        Task[] last;
        lock (gate)
        {
            last = [.. visits.Values.Select(visit => visit.Task)];
        }

        return Task.WhenAny(Task.WhenAll(last), Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken));
    }

    public void Dispose() => stopping.Dispose();

    private void GoTo(PushLane lane)
    {
        var key = WakeUp.Of(lane).Lane;
        lock (gate)
        {
            if (visits.TryGetValue(key, out var under))
            {
                under.IsAsked = true;
                under.KnownNext = Math.Max(under.KnownNext, lane.KnownNext);
                return;
            }

            var visit = visits[key] = new Visit { KnownNext = lane.KnownNext };
            visit.Task = RunAsync(lane, key, visit);
        }
    }

    /// <summary>Delivers, and again as long as something was published meanwhile.</summary>
    private async Task RunAsync(PushLane lane, string key, Visit visit)
    {
        // Whoever published goes on first.
        await Task.Yield();
        do
        {
            visit.IsAsked = false;
            if (!await TryDeliverAsync(lane with { KnownNext = Volatile.Read(ref visit.KnownNext) }))
            {
                await RestAsync();
            }
        }
        while (!TryLeave(key, visit));
    }

    private bool TryLeave(string key, Visit visit)
    {
        lock (gate)
        {
            return !visit.IsAsked && visits.Remove(key);
        }
    }

    /// <returns>Whether this process may look at the lane again at once.</returns>
    private async Task<bool> TryDeliverAsync(PushLane lane)
    {
        var result = await RunAsync(lane);
        if (result == InlineResult.NotHere)
        {
            await WakeAsync(lane);
        }

        return result == InlineResult.NothingDue;
    }

    private async Task<InlineResult> RunAsync(PushLane lane)
    {
        if (stopping.IsCancellationRequested || !TryBegin())
        {
            return InlineResult.NotHere;
        }

        try
        {
            return await delivery.Value.RunInlineAsync(WakeUp.Of(lane), stopping.Token);
        }
        catch (Exception exception)
        {
            LogInterrupted(logger, lane.Subscription.Topic, lane.Subscription.Name, lane.Stream, exception);
            return InlineResult.NotHere;
        }
        finally
        {
            Interlocked.Increment(ref free);
        }
    }

    private bool TryBegin()
    {
        if (Interlocked.Decrement(ref free) >= 0)
        {
            return true;
        }

        Interlocked.Increment(ref free);
        return false;
    }

    private async Task WakeAsync(PushLane lane)
    {
        try
        {
            await wakeUps.SendOnceAsync(lane, CancellationToken.None);
        }
        catch (Exception exception)
        {
            LogLost(logger, lane.Subscription.Topic, lane.Subscription.Name, lane.Stream, exception);
        }
    }

    // A lane that others deliver to is asked about, or woken, no more often than by fan-out.
    private async Task RestAsync()
    {
        try
        {
            await Task.Delay(StreamWakeUps.Interval, time, stopping.Token);
        }
        catch (OperationCanceledException)
        {
            // What was published meanwhile is woken for at once.
        }
    }

    [LoggerMessage(LogLevel.Warning, "Subscription {Subscription} of topic {Topic} could not be delivered to from stream {Stream} at once; its wake-up goes by way of the queue.")]
    private static partial void LogInterrupted(ILogger logger, string topic, string subscription, StreamId stream, Exception exception);

    [LoggerMessage(LogLevel.Warning, "The wake-up of subscription {Subscription} of topic {Topic} for stream {Stream} got lost; the promised one follows within 30 s.")]
    private static partial void LogLost(ILogger logger, string topic, string subscription, StreamId stream, Exception exception);

    /// <summary>A lane that this process is at.</summary>
    private sealed class Visit
    {
        /// <summary>Something was published since it began to look.</summary>
        public volatile bool IsAsked;

        /// <summary>See <see cref="WakeUp.KnownNext"/>.</summary>
        public long KnownNext;

        public Task Task { get; set; } = Task.CompletedTask;
    }
}
