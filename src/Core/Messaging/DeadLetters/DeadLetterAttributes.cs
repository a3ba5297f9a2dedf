using System.Globalization;
using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Messaging.DeadLetters;

/// <summary>What a dead letter says of its fate, see <see cref="ServiceAttributes"/>.</summary>
public static class DeadLetterAttributes
{
    public const string Reason = ServiceAttributes.FatePrefix + "reason";
    public const string Attempts = ServiceAttributes.FatePrefix + "attempts";
    public const string Status = ServiceAttributes.FatePrefix + "status";
    public const string Topic = ServiceAttributes.FatePrefix + "topic";
    public const string Subscription = ServiceAttributes.FatePrefix + "subscription";

    /// <summary>The id that the message was published with, once more.</summary>
    public const string MessageId = ServiceAttributes.FatePrefix + "message-id";

    /// <summary>Names under which dead letters were stored before publishers could use them.</summary>
    private static readonly string[] Unreserved =
        [.. new[] { Reason, Attempts, Status, Topic, Subscription, MessageId }.Select(name => name[AttributeRules.ReservedPrefix.Length..])];

    /// <summary>A failed message as its dead letter is stored: with its identity and its fate; of an earlier fate nothing is kept.</summary>
    public static MessageContent Add(StoredMessage message, Subscription subscription, ParkedMessage failed)
    {
        var shown = ServiceAttributes.Show(message);
        var attributes = ServiceAttributes.Strip(message.Content.Attributes);
        attributes[ServiceAttributes.MessageId] = attributes[MessageId] = shown.Id;
        if (shown.Content.EventTypes is { } types)
        {
            attributes[ServiceAttributes.EventTypes] = types;
        }

        attributes[ServiceAttributes.PublishedAt] = ServiceAttributes.WriteTime(shown.PublishedAt);
        attributes[Reason] = failed.Failure.Reason switch
        {
            FailureReason.Nacked => "nacked",
            FailureReason.Expired => "expired",
            FailureReason.Refused => "refused",
            _ => "unreachable",
        };
        attributes[Attempts] = failed.Attempts.ToString(CultureInfo.InvariantCulture);
        attributes[Topic] = subscription.Topic;
        attributes[Subscription] = subscription.Name;
        if (failed.Failure.Status > 0)
        {
            attributes[Status] = failed.Failure.Status.ToString(CultureInfo.InvariantCulture);
        }

        return message.Content with { Attributes = attributes };
    }

    /// <summary>The content without its fate, which keeps the message's identity.</summary>
    public static MessageContent Remove(StoredMessage letter) => letter.Content with
    {
        Attributes = Reserve(letter).Content.Attributes.Where(pair => !pair.Key.StartsWith(ServiceAttributes.FatePrefix, StringComparison.Ordinal)).ToDictionary(StringComparer.Ordinal),
    };

    /// <summary>A dead letter as it is stored now, also one that was stored before its fate had names of its own.</summary>
    public static StoredMessage Reserve(StoredMessage letter)
    {
        var attributes = letter.Content.Attributes;
        if (attributes.ContainsKey(Reason) || !attributes.ContainsKey(Unreserved[0]))
        {
            return letter;
        }

        var reserved = attributes.ToDictionary(
            pair => Unreserved.Contains(pair.Key) ? AttributeRules.ReservedPrefix + pair.Key : pair.Key, pair => pair.Value, StringComparer.Ordinal);
        if (reserved.TryGetValue(MessageId, out var id))
        {
            reserved[ServiceAttributes.MessageId] = id;
        }

        return letter with { Content = letter.Content with { Attributes = reserved } };
    }
}
