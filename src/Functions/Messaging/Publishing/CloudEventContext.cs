using System.Buffers;
using System.Globalization;
using Microsoft.Net.Http.Headers;
using Serverless.Core;
using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Functions.Messaging.Publishing;

/// <summary>The context attributes of a CloudEvent, which become a message's attributes under <c>ce-</c> and their name.</summary>
/// <param name="path">What the names of attributes begin with in errors.</param>
internal sealed class CloudEventContext(string path)
{
    public const string Prefix = "ce-";

    private const string Version = "1.0";
    private const string ContentType = "datacontenttype";
    private const string OrderingKey = "partitionkey";
    private const string TraceParent = "traceparent";
    private const string TraceState = "tracestate";

    private static readonly string[] Required = ["specversion", "id", "source", "type"];
    /// <summary>Attributes of the specification are texts, whatever a publisher writes.</summary>
    private static readonly string[] Texts = [.. Required, "subject", "time", ContentType, "dataschema"];
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789");

    private readonly Dictionary<string, string> attributes = new(StringComparer.Ordinal);
    private readonly List<string> types = [];

    public static bool IsJsonType(string contentType) => MediaTypeHeaderValue.TryParse(contentType, out var type)
        && (type.SubType.Equals("json", StringComparison.OrdinalIgnoreCase) || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase));

    /// <param name="value">Null for one that is no value of an attribute.</param>
    /// <param name="type">Null for a text, else what <see cref="MessageContent.EventTypes"/> calls it.</param>
    public void Add(string name, string? value, FieldErrors errors, string? type = null)
    {
        if (name.Length == 0 || name.AsSpan().ContainsAnyExcept(NameCharacters))
        {
            errors.Add(path + name, "is no name of an attribute: they have lower-case letters and digits alone.");
        }
        else if (value is null)
        {
            errors.Add(path + name, "must be a string, a whole number, true or false.");
        }
        else if (!attributes.TryAdd(Prefix + name, value))
        {
            errors.Add(path + name, "must be given once.");
        }
        else if (type is not null && !Texts.Contains(name))
        {
            types.Add($"{name}:{type}");
        }
    }

    public NewMessage ToMessage(MessageContent content, FieldErrors errors)
    {
        foreach (var name in Required)
        {
            errors.Add(path + name, string.IsNullOrEmpty(Find(name)) ? "is required, and not empty." : null);
        }

        errors
            .Add(path + "specversion", Find("specversion") is null or "" or Version ? null : $"must be {Version}.")
            .Add(path + "time", Find("time") is null || IsTime(Find("time")!) ? null : "must be a time with its offset, such as 2026-11-23T10:00:00Z (RFC 3339).")
            .Add(path + ContentType, Find(ContentType) is null || MediaTypeHeaderValue.TryParse(Find(ContentType), out _) ? null : "must be a media type.")
            .Add(path + OrderingKey, MessageContract.RefuseKey(Find(OrderingKey)))
            .Add(path.Length == 0 ? "attributes" : path + "attributes", AttributeRules.Refuse(attributes));
        return new NewMessage(
            content with { Attributes = WithTypes(), OrderingKey = Find(OrderingKey), TraceParent = Find(TraceParent), TraceState = Find(TraceState) },
            Find("id"),
            Find("source"));
    }

    private Dictionary<string, string> WithTypes() => types.Count == 0
        ? attributes
        : new Dictionary<string, string>(attributes, StringComparer.Ordinal) { [ServiceAttributes.EventTypes] = string.Join(' ', types) };

    private string? Find(string name) => attributes.GetValueOrDefault(Prefix + name);

    private static bool IsTime(string text) =>
        text.Contains('T', StringComparison.OrdinalIgnoreCase)
        && (text.EndsWith('Z') || text.EndsWith('z') || (text.Length > 6 && text[^6] is '+' or '-'))
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}
