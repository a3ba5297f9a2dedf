using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Serverless.Core.Messaging.Webhooks;
using Serverless.Core.Storage;

namespace Serverless.Core.Messaging.Attempts;

/// <summary>
/// Keeps what became of attempts, as far as that costs delivery nothing: they are gathered in memory, written in the background
/// after a turn, and lost where the store does not answer or the process dies. While a write of a subscription is under way, what
/// follows waits for the next.
/// </summary>
public sealed partial class AttemptLog(IAttemptStore store, AttemptMetrics metrics, TimeProvider time, ILogger<AttemptLog> logger) : IHostedService
{
    /// <summary>So many of a subscription are written without waiting for the end of the turn.</summary>
    public const int Batch = 100;

    /// <summary>Bytes of answers that wait to be written, of a subscription and of all: later ones are left out.</summary>
    private const int MaxAnswers = 256 * 1024;

    private const int MaxWaiting = 20_000;

    private static readonly TimeSpan WriteTimeout = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private readonly Dictionary<string, Gathered> gathered = new(StringComparer.Ordinal);
    private int waiting;
    private long count;

    /// <summary>An attempt at messages is over.</summary>
    public void Add(string subscriptionId, StreamId stream, IReadOnlyList<PushMessage> messages, DeliveryOutcome outcome)
    {
        var now = time.GetUtcNow();
        bool isLarge;
        lock (gate)
        {
            if (!gathered.TryGetValue(subscriptionId, out var its))
            {
                gathered[subscriptionId] = its = new Gathered();
            }

            foreach (var message in messages)
            {
                Add(its, DeliveryAttempt.Of(stream, message, outcome, now, ++count));
            }

            isLarge = its.Attempts.Count >= Batch;
        }

        if (isLarge)
        {
            Write(subscriptionId);
        }
    }

    /// <summary>A turn is over: what was gathered of the subscription is written, and nobody waits for it.</summary>
    public void Write(string subscriptionId)
    {
        lock (gate)
        {
            if (gathered.TryGetValue(subscriptionId, out var its) && its.Writing is null && its.Attempts.Count > 0)
            {
                its.Writing = WriteAsync(subscriptionId, its);
            }
        }
    }

    /// <summary>Attempts of a subscription that are kept, the newest first.</summary>
    /// <param name="after">Where the page before has ended; null for the first.</param>
    /// <param name="limit">1 or more; a page of long answers holds fewer.</param>
    /// <returns>The attempts, and whether there are more.</returns>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    public async Task<(IReadOnlyList<DeliveryAttempt> Attempts, bool HasMore)> ListAsync(
        string subscriptionId, AttemptQuery query, AttemptPlace? after, int limit, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var found = (await store.ListAsync(subscriptionId, now, cancellationToken))
            .Where(attempt => attempt.At > now - IAttemptStore.KeptFor)
            .OrderByDescending(attempt => attempt.At).ThenBy(attempt => attempt.Id, StringComparer.Ordinal)
            .Take(IAttemptStore.MostKept)
            .Where(attempt => query.Matches(attempt) && after?.IsBefore(attempt) != false)
            .ToArray();
        var size = 0;
        var page = found.Take(limit).TakeWhile((attempt, index) => (size += SizeOf(attempt)) <= AttemptQuery.MaxPageSize || index == 0).ToArray();
        return (page, page.Length < found.Length);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Writes what is left, as far as there is time.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Task[] last;
        lock (gate)
        {
            foreach (var subscription in gathered.Keys.ToArray())
            {
                Write(subscription);
            }

            last = [.. gathered.Values.Select(its => its.Writing ?? Task.CompletedTask)];
        }

        try
        {
            await Task.WhenAll(last).WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The host has no more time.
        }
    }

    private void Add(Gathered its, DeliveryAttempt attempt)
    {
        if (its.Attempts.Count >= IAttemptStore.MostKept || waiting >= MaxWaiting)
        {
            metrics.CountLost(1);
            return;
        }

        var size = attempt.Answer?.Length ?? 0;
        var fits = its.Answers + size <= MaxAnswers;
        its.Answers += fits ? size : 0;
        its.Attempts.Add(fits ? attempt : attempt with { Answer = null });
        waiting++;
    }

    private async Task WriteAsync(string subscriptionId, Gathered its)
    {
        // Whoever delivers goes on first.
        await Task.Yield();
        while (Take(subscriptionId, its) is { Count: > 0 } attempts)
        {
            try
            {
                using var timeout = new CancellationTokenSource(WriteTimeout, time);
                await store.AddAsync(subscriptionId, attempts, time.GetUtcNow(), timeout.Token);
            }
            catch (Exception exception)
            {
                metrics.CountLost(attempts.Count);
                LogLost(logger, attempts.Count, subscriptionId, exception);
            }
        }
    }

    /// <summary>What is to be written next; after nothing, nothing more is written.</summary>
    private List<DeliveryAttempt> Take(string subscriptionId, Gathered its)
    {
        lock (gate)
        {
            var taken = its.Attempts;
            (its.Attempts, its.Answers) = ([], 0);
            waiting -= taken.Count;
            if (taken.Count == 0)
            {
                gathered.Remove(subscriptionId);
            }

            return taken;
        }
    }

    private static int SizeOf(DeliveryAttempt attempt) => AttemptQuery.SizeOfRest + attempt.MessageId.Length + (attempt.Answer?.Length ?? 0);

    [LoggerMessage(LogLevel.Warning, "{Count} attempts of subscription {Subscription} could not be kept; what they delivered is not touched by that.")]
    private static partial void LogLost(ILogger logger, int count, string subscription, Exception exception);

    /// <summary>What waits to be written of a subscription.</summary>
    private sealed class Gathered
    {
        public List<DeliveryAttempt> Attempts { get; set; } = [];

        public int Answers { get; set; }

        public Task? Writing { get; set; }
    }
}
