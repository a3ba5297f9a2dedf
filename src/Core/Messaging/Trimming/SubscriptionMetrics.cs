using System.Diagnostics.Metrics;

namespace Serverless.Core.Messaging.Trimming;

/// <summary>How subscriptions stood at the last look, for an operator: the largest backlogs by name, and the rest together.</summary>
public sealed class SubscriptionMetrics
{
    public const string MeterName = "Serverless.Messaging.Subscriptions";
    public const string Backlog = "serverless.subscriptions.backlog";
    public const string OldestAge = "serverless.subscriptions.oldest_unacknowledged_age";

    /// <summary>So many are named: each is a series that somebody pays for.</summary>
    public const int MostNamed = 200;

    /// <summary>Stands for the topic and the subscription of all others; no name.</summary>
    public const string Other = "(other)";

    private readonly TimeProvider time;
    private volatile Seen? last;

    public SubscriptionMetrics(IMeterFactory meters, TimeProvider time)
    {
        this.time = time;
        var meter = meters.Create(MeterName);
        Observe(Backlog, "{message}", "Messages that are not done, about.", level => level.Backlog);
        meter.CreateObservableGauge(
            OldestAge, () => Measure(level => level.OldestAge?.TotalSeconds), "s", "Age of the oldest message that is not done, of the largest backlogs.");
        Observe("serverless.subscriptions.outstanding", "{message}", "Messages that consumers have, of the largest backlogs.", level => level.Outstanding);
        Observe("serverless.subscriptions.parked", "{message}", "Messages that wait for their next attempt, of the largest backlogs.", level => level.Parked);
        Observe("serverless.subscriptions.dead_letters", "{message}", "Messages in lists of dead letters, about.", level => level.DeadLetters);

        void Observe(string name, string unit, string description, Func<SubscriptionLevel, long?> value) =>
            meter.CreateObservableGauge(name, () => Measure(value), unit, description);
    }

    /// <summary>Notes all subscriptions that a look has seen; of those that it has not, nothing is shown any more.</summary>
    internal void Record(IEnumerable<SubscriptionLevel> levels)
    {
        SubscriptionLevel[] ordered = [.. levels.OrderByDescending(level => level.Backlog).ThenBy(level => level.Topic, StringComparer.Ordinal).ThenBy(level => level.Subscription, StringComparer.Ordinal)];
        var named = ordered.Take(MostNamed);
        last = new Seen([.. ordered.Length > MostNamed ? named.Append(ordered.Skip(MostNamed).Aggregate((sum, level) => sum.With(level)) with { Topic = Other, Subscription = Other }) : named], time.GetUtcNow());
    }

    private IEnumerable<Measurement<T>> Measure<T>(Func<SubscriptionLevel, T?> value)
        where T : struct
    {
        // Another instance may run the timer by then.
        var levels = last is { } seen && time.GetUtcNow() - seen.At <= BacklogWatch.TrustedFor ? seen.Levels : [];
        foreach (var level in levels)
        {
            if (value(level) is { } measured)
            {
                yield return new Measurement<T>(
                    measured, new KeyValuePair<string, object?>("topic", level.Topic), new KeyValuePair<string, object?>("subscription", level.Subscription));
            }
        }
    }

    private sealed record Seen(IReadOnlyList<SubscriptionLevel> Levels, DateTimeOffset At);
}

/// <summary>How a subscription stood at a look. What was not looked at is null.</summary>
/// <param name="Backlog">Messages that are not done; where no more was read, those between the head of its streams and the first that is not.</param>
/// <param name="OldestAge">Null also where everything is done.</param>
internal sealed record SubscriptionLevel(
    string Topic, string Subscription, long Backlog, TimeSpan? OldestAge, long? Outstanding, long? Parked, long DeadLetters)
{
    /// <summary>Both together.</summary>
    public SubscriptionLevel With(SubscriptionLevel other) => this with
    {
        Backlog = Backlog + other.Backlog,
        OldestAge = !(other.OldestAge > OldestAge) && OldestAge is not null ? OldestAge : other.OldestAge,
        Outstanding = Sum(Outstanding, other.Outstanding),
        Parked = Sum(Parked, other.Parked),
        DeadLetters = DeadLetters + other.DeadLetters,
    };

    private static long? Sum(long? left, long? right) => left is null ? right : left + (right ?? 0);
}
