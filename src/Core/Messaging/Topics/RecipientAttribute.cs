namespace Serverless.Core.Messaging.Topics;

/// <summary>
/// A message that was replayed from a subscription's dead letters lies in the topic's log, but is for that subscription
/// alone. It says so in an attribute whose name publishers can't use.
/// </summary>
public static class RecipientAttribute
{
    public const string Name = AttributeRules.ReservedPrefix + "recipient";

    /// <summary>Whether a subscription gets a message at all.</summary>
    public static bool Admits(Subscription subscription, MessageContent content) => content.Attributes.TryGetValue(Name, out var recipient)
        ? recipient == subscription.Id
        : subscription.Filter?.Matches(ServiceAttributes.Show(content.Attributes)) != false;

    /// <summary>The message for one subscription only.</summary>
    public static MessageContent AddTo(MessageContent content, string subscriptionId) =>
        content with { Attributes = new Dictionary<string, string>(content.Attributes, StringComparer.Ordinal) { [Name] = subscriptionId } };
}
