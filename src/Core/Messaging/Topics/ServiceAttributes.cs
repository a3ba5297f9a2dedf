using System.Globalization;

namespace Serverless.Core.Messaging.Topics;

/// <summary>
/// What the service itself notes on a message in the log, in attributes whose names publishers can't use, and what readers
/// see of it: a message keeps its id and time when it is dead-lettered or replayed, and its fate stands beside its own
/// attributes and replaces none.
/// </summary>
public static class ServiceAttributes
{
    /// <summary>The id that the message was published with, where it lies in the log under another.</summary>
    public const string MessageId = AttributeRules.ReservedPrefix + "message-id";

    /// <summary>When it was published, where that was not when it came here.</summary>
    public const string PublishedAt = AttributeRules.ReservedPrefix + "published-at";

    /// <summary>See <see cref="MessageContent.EventTypes"/>.</summary>
    public const string EventTypes = AttributeRules.ReservedPrefix + "event-types";

    /// <summary>What names of a dead letter's fate begin with; readers see them without <see cref="AttributeRules.ReservedPrefix"/>.</summary>
    public const string FatePrefix = AttributeRules.ReservedPrefix + "dead-letter-";

    /// <summary>The message as its readers see it.</summary>
    public static StoredMessage Show(StoredMessage message)
    {
        var attributes = message.Content.Attributes;
        return HasReserved(attributes)
            ? message with
            {
                Id = attributes.GetValueOrDefault(MessageId) ?? message.Id,
                PublishedAt = ReadTime(attributes.GetValueOrDefault(PublishedAt)) ?? message.PublishedAt,
                Content = message.Content with { Attributes = Show(attributes), EventTypes = attributes.GetValueOrDefault(EventTypes) },
            }
            : message;
    }

    /// <summary>Attributes as readers see them, and as filters are held to them.</summary>
    public static IReadOnlyDictionary<string, string> Show(IReadOnlyDictionary<string, string> attributes)
    {
        if (!HasReserved(attributes))
        {
            return attributes;
        }

        var shown = Strip(attributes);
        foreach (var (name, value) in attributes.Where(pair => pair.Key.StartsWith(FatePrefix, StringComparison.Ordinal)))
        {
            // What the publisher gave the message stays as it is.
            shown.TryAdd(name[AttributeRules.ReservedPrefix.Length..], value);
        }

        return shown;
    }

    /// <summary>The attributes that the publisher gave the message.</summary>
    public static Dictionary<string, string> Strip(IReadOnlyDictionary<string, string> attributes) =>
        attributes.Where(pair => !IsReserved(pair.Key)).ToDictionary(StringComparer.Ordinal);

    public static string WriteTime(DateTimeOffset time) => time.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);

    private static bool IsReserved(string name) => name.StartsWith(AttributeRules.ReservedPrefix, StringComparison.Ordinal);

    private static bool HasReserved(IReadOnlyDictionary<string, string> attributes)
    {
        foreach (var (name, _) in attributes)
        {
            if (IsReserved(name))
            {
                return true;
            }
        }

        return false;
    }

    private static DateTimeOffset? ReadTime(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time) ? time : null;
}
