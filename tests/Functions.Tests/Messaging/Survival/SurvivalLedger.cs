using System.Collections.Concurrent;

namespace Serverless.Functions.Tests.Messaging.Survival;

/// <summary>What publishers were told, and what each subscription got.</summary>
/// <param name="progress">Called with each message that was acknowledged to its publisher, or came to a subscription for the first time.</param>
internal sealed class SurvivalLedger(Action progress)
{
    private readonly ConcurrentDictionary<(int, int), bool> acknowledged = new();
    private readonly ConcurrentDictionary<(int, int), int> unanswered = new();

    public SurvivalSubscription Plain { get; } = new("plain", isOrdered: false, progress);

    public SurvivalSubscription Ordered { get; } = new("ordered", isOrdered: true, progress);

    public SurvivalSubscription Push { get; } = new("push", isOrdered: false, progress);

    public SurvivalSubscription[] Subscriptions => [Plain, Ordered, Push];

    public int Acknowledged => acknowledged.Count;

    /// <summary>How often a publish got no answer.</summary>
    public int Unanswered => unanswered.Values.Sum();

    public void Acknowledge(int publisher, int number)
    {
        acknowledged[(publisher, number)] = true;
        progress();
    }

    /// <summary>A publish was sent, and what came of it is not known.</summary>
    public void Lose(int publisher, int number) => unanswered.AddOrUpdate((publisher, number), 1, static (_, count) => count + 1);

    /// <summary>How often a message may lie in the log more than once: without an id, each publish that was not answered may have been stored.</summary>
    public int MaySpare(int publisher, int number) => SurvivalPublisher.HasIds(publisher) ? 0 : unanswered.GetValueOrDefault((publisher, number));

    /// <summary>Whether every subscription has got at least as many messages as were acknowledged.</summary>
    public bool MayBeComplete() => Subscriptions.All(subscription => subscription.Messages >= acknowledged.Count);

    /// <summary>Messages that were acknowledged and never came.</summary>
    public string[] Lost() =>
    [
        .. Subscriptions.SelectMany(subscription => acknowledged.Keys.Where(message => !subscription.Has(message)).Select(message => $"{subscription.Name}: {message}")),
    ];
}
