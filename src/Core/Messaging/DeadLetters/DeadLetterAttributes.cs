using System.Globalization;
using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Messaging.DeadLetters;

/// <summary>What a dead letter says of its fate, in attributes of its own.</summary>
public static class DeadLetterAttributes
{
    public const string Prefix = "dead-letter-";
    public const string Reason = Prefix + "reason";
    public const string Attempts = Prefix + "attempts";
    public const string Status = Prefix + "status";
    public const string Topic = Prefix + "topic";
    public const string Subscription = Prefix + "subscription";

    /// <summary>The id under which the publisher knows the message; a dead letter has one of its own.</summary>
    public const string MessageId = Prefix + "message-id";

    /// <summary>The content with its fate; of an earlier one nothing is kept but the publisher's id.</summary>
    /// <param name="messageId">Of the message that failed.</param>
    public static MessageContent Add(MessageContent content, Subscription subscription, FailedMessage failed, string messageId)
    {
        var attributes = Strip(content.Attributes);
        attributes[MessageId] = content.Attributes.GetValueOrDefault(MessageId) ?? messageId;
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
