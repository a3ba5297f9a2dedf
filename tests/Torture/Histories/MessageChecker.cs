using System.Globalization;

namespace Serverless.Torture.Histories;

/// <summary>
/// What a history says of messages: every acknowledged one reached every subscription, an ordered subscription saw no
/// message of a key before the earlier ones, and what was acknowledged did not come again.
/// </summary>
public static class MessageChecker
{
    public const string Publish = "message.publish";
    public const string Receive = "message.receive";
    public const string Acknowledge = "message.ack";

    /// <param name="subscriptions">Names of all; a <see cref="Receive"/> has its subscription as its detail.</param>
    /// <param name="ordered">Those of them that keep the order of a key. A message is called KEY-NUMBER.</param>
    /// <returns>A sentence for each breach.</returns>
    public static IReadOnlyList<string> Check(History history, IReadOnlyCollection<string> subscriptions, IReadOnlyCollection<string> ordered)
    {
        var breaches = new List<string>();
        var published = history.All.Where(item => item.Kind == Publish && item.IsAcknowledged).Select(item => item.Subject).ToHashSet(StringComparer.Ordinal);
        foreach (var subscription in subscriptions)
        {
            var events = history.All.Where(item => item.Detail == subscription).OrderBy(item => item.Order).ToArray();
            var received = events.Where(item => item.Kind == Receive).Select(item => item.Subject).ToHashSet(StringComparer.Ordinal);
            breaches.AddRange(published.Except(received).Select(message => $"The message {message} was acknowledged and never reached {subscription}."));
            breaches.AddRange(CheckAcknowledged(events));
            if (ordered.Contains(subscription))
            {
                breaches.AddRange(CheckOrder(events));
            }
        }

        return breaches;
    }

    /// <summary>How many deliveries were not the first of their message to their subscription.</summary>
    public static int Duplicates(History history) => history.All
        .Where(item => item.Kind == Receive)
        .GroupBy(item => (item.Subject, item.Detail))
        .Sum(group => group.Count() - 1);

    private static IEnumerable<string> CheckAcknowledged(IEnumerable<Event> events)
    {
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in events)
        {
            if (item.Kind == Acknowledge && item.IsAcknowledged)
            {
                done.Add(item.Subject);
            }
            else if (item.Kind == Receive && done.Contains(item.Subject))
            {
                yield return $"The message {item.Subject} came to {item.Detail} again after it was acknowledged.";
            }
        }
    }

    private static IEnumerable<string> CheckOrder(IEnumerable<Event> events)
    {
        var last = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var item in events.Where(item => item.Kind == Receive))
        {
            var dash = item.Subject.LastIndexOf('-');
            var (key, number) = (item.Subject[..dash], int.Parse(item.Subject.AsSpan(dash + 1), CultureInfo.InvariantCulture));
            var before = last.GetValueOrDefault(key, -1);
            if (number > before + 1)
            {
                yield return $"{item.Detail} got {item.Subject} after {key}-{before}.";
            }

            last[key] = Math.Max(before, number);
        }
    }
}
