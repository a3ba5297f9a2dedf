using System.Globalization;

namespace Serverless.Core.Messaging.Cursors;

/// <summary>What a dead letter says of its fate, in attributes of its own.</summary>
public static class DeadLetterAttributes
{
    public const string Prefix = "dead-letter-";
    public const string Reason = Prefix + "reason";
    public const string Attempts = Prefix + "attempts";
    public const string Status = Prefix + "status";
    public const string Topic = Prefix + "topic";
    public const string Subscription = Prefix + "subscription";

    /// <summary>The content with its fate; of an earlier one nothing is kept.</summary>
    public static MessageContent Add(MessageContent content, Subscription subscription, FailedMessage failed)
    {
        var attributes = Strip(content.Attributes);
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

        return content with { Attributes = attributes };
    }

    /// <summary>The content as its publisher sent it.</summary>
    public static MessageContent Remove(MessageContent content) => content with { Attributes = Strip(content.Attributes) };

    private static Dictionary<string, string> Strip(IReadOnlyDictionary<string, string> attributes) =>
        attributes.Where(pair => !pair.Key.StartsWith(Prefix, StringComparison.Ordinal)).ToDictionary(StringComparer.Ordinal);
}
