using System.Collections.Concurrent;

namespace Serverless.Functions.Tests.Messaging.Survival;

/// <summary>All deliveries to one subscription.</summary>
internal sealed class SurvivalSubscription(string name, bool isOrdered, Action progress)
{
    private readonly ConcurrentDictionary<(int, int), List<SurvivalDelivery>> deliveries = new();
    private readonly ConcurrentDictionary<int, SurvivalDelivery> lastOfKey = new();
    private readonly ConcurrentQueue<string> disorder = new();

    public string Name => name;

    /// <summary>How many different messages came.</summary>
    public int Messages => deliveries.Count;

    /// <summary>What came before its turn.</summary>
    public IReadOnlyCollection<string> Disorder => disorder;

    public IEnumerable<IReadOnlyList<SurvivalDelivery>> Deliveries => deliveries.Values;

    public bool Has((int, int) message) => deliveries.ContainsKey(message);

    public void Take(SurvivalDelivery delivery)
    {
        if (isOrdered)
        {
            KeepOrder(delivery);
        }

        var ofMessage = deliveries.GetOrAdd(delivery.Message, static _ => []);
        bool isFirst;
        lock (ofMessage)
        {
            ofMessage.Add(delivery);
            isFirst = ofMessage.Count == 1;
        }

        if (isFirst)
        {
            progress();
        }
    }

    // A later message may only come when the acknowledgement of the one before it has been sent, and none comes back after it.
    private void KeepOrder(SurvivalDelivery delivery)
    {
        lastOfKey.TryGetValue(delivery.Publisher, out var last);
        var isInTurn = last is null
            ? delivery.Number == 0
            : delivery.Position == last.Position
                ? delivery.Message == last.Message
                : delivery.Position > last.Position && delivery.Number - last.Number is 0 or 1 && last.Fate is DeliveryFate.Acknowledged or DeliveryFate.Unanswered;
        if (!isInTurn)
        {
            disorder.Enqueue($"{delivery.Message} at {delivery.Position} in life {delivery.Life} after {last?.Message} at {last?.Position} ({last?.Fate} in life {last?.Life})");
        }

        lastOfKey[delivery.Publisher] = delivery;
    }
}
