using System.Text.Json;
using System.Text.Json.Serialization;

namespace Serverless.Core.Messaging.Webhooks;

/// <summary>The context attributes of a message as a CloudEvent: its own if it came in as one, else those that every message has.</summary>
public static class CloudEventAttributes
{
    /// <summary>Begins the attributes of a message that came in as a CloudEvent.</summary>
    public const string Prefix = "ce-";

    /// <summary>Holds, as the text of a JSON object, attributes whose names no CloudEvent can have.</summary>
    public const string Unnameable = "attributes";

    /// <summary>Types of attributes that are no texts, as <see cref="MessageContent.EventTypes"/> names them.</summary>
    public const string WholeNumber = "integer";

    /// <inheritdoc cref="WholeNumber"/>
    public const string Truth = "boolean";

    private const string DataContentType = "datacontenttype";

    /// <summary>Members of the envelope that are no attributes, and the extension of ours.</summary>
    private static readonly string[] Reserved = ["data", Unnameable];

    /// <summary>Names and values; the required ones are among them.</summary>
    /// <param name="topic">The topic's name.</param>
    public static IReadOnlyDictionary<string, string> Of(StoredMessage message, string topic)
    {
        var attributes = new OrderedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["specversion"] = "1.0",
            ["id"] = message.Id,
            ["source"] = $"/topics/{topic}",
            ["type"] = "message",
            ["time"] = $"{message.PublishedAt.UtcDateTime:yyyy-MM-ddTHH:mm:ss.FFFFFFFZ}",
        };
        foreach (var (name, value) in message.Content.Attributes.Where(IsOfEvent))
        {
            attributes[name[Prefix.Length..]] = value;
        }

        AddWhatIsKnown(attributes, message.Content);
        AddOwn(attributes, message.Content.Attributes.Where(attribute => !IsOfEvent(attribute)));
        return attributes;
    }

    // An event's own trace is where it began; it stays, whatever trace brought the event here.
    private static void AddWhatIsKnown(OrderedDictionary<string, string> attributes, MessageContent content)
    {
        if (!content.Attributes.ContainsKey(Prefix + "source") && TypeOf(content.Kind) is { } type)
        {
            attributes.TryAdd(DataContentType, type);
        }

        (string Name, string? Value)[] known =
            [("partitionkey", content.OrderingKey), ("traceparent", content.TraceParent), ("tracestate", content.TraceState)];
        foreach (var (name, value) in known.Where(item => item.Value is not null))
        {
            attributes.TryAdd(name, value!);
        }
    }

    private static void AddOwn(OrderedDictionary<string, string> attributes, IEnumerable<KeyValuePair<string, string>> own)
    {
        var unnameable = new Dictionary<string, string>();
        foreach (var (name, value) in own)
        {
            if (!IsName(name) || !attributes.TryAdd(name, value))
            {
                unnameable.Add(name, value);
            }
        }

        if (unnameable.Count > 0)
        {
            attributes[Unnameable] = JsonSerializer.Serialize(unnameable, PushJson.Default.DictionaryStringString);
        }
    }

    private static bool IsOfEvent(KeyValuePair<string, string> attribute) =>
        attribute.Key.StartsWith(Prefix, StringComparison.Ordinal) && IsName(attribute.Key[Prefix.Length..]);

    // CloudEvents 1.0.2, section "Naming conventions".
    private static bool IsName(string name) =>
        name.Length > 0 && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter)) && !Reserved.Contains(name);

    private static string? TypeOf(DataKind kind) => kind switch
    {
        DataKind.Json => "application/json",
        DataKind.Binary => "application/octet-stream",
        _ => null,
    };
}

/// <summary>The JSON that goes into requests beside the events themselves.</summary>
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class PushJson : JsonSerializerContext;
