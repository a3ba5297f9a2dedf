namespace Serverless.Core.Messaging;

/// <summary>What a publisher says, and every subscriber gets unchanged.</summary>
public sealed record MessageContent
{
    /// <summary>Decoded size of the data, in bytes.</summary>
    public const int MaxDataBytes = 262_144;

    /// <summary>Levels of objects and lists in JSON data: what is put around it on its way to a subscriber still fits into what parsers read.</summary>
    public const int MaxDepth = 32;

    /// <summary>Hops from a dead-letter topic to the next.</summary>
    public const int MaxHops = 3;

    public static IReadOnlyDictionary<string, string> NoAttributes { get; } = System.Collections.Frozen.FrozenDictionary<string, string>.Empty;

    /// <summary>UTF-8 of one JSON value, or any bytes, as <see cref="Kind"/> says.</summary>
    public required ReadOnlyMemory<byte> Data { get; init; }

    public DataKind Kind { get; init; }

    /// <summary>By name; those of a CloudEvent are kept as <c>ce-*</c>.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = NoAttributes;

    /// <summary>Messages of one key stay in order; null for none.</summary>
    public string? OrderingKey { get; init; }

    /// <summary>
    /// Which attributes of a CloudEvent are no texts, as <c>name:integer</c> and <c>name:boolean</c> with spaces between; null
    /// for none. Kept in a <see cref="Topics.ServiceAttributes"/> and filled in for readers.
    /// </summary>
    public string? EventTypes { get; init; }

    /// <summary>Size of its data and attributes.</summary>
    public int Bytes
    {
        get
        {
            var bytes = Data.Length;
            foreach (var (name, value) in Attributes)
            {
                bytes += name.Length + value.Length;
            }

            return bytes;
        }
    }

    /// <summary>How often the message has moved to a dead-letter topic.</summary>
    public int HopCount { get; init; }

    /// <summary>The publisher's trace context (W3C <c>traceparent</c>); null for none.</summary>
    public string? TraceParent { get; init; }

    /// <summary>W3C <c>tracestate</c> that came with it; null for none.</summary>
    public string? TraceState { get; init; }
}

/// <summary>What the data of a message is.</summary>
public enum DataKind
{
    /// <summary>One JSON value.</summary>
    Json,

    /// <summary>Any bytes.</summary>
    Binary,

    /// <summary>No data at all, which a CloudEvent may have.</summary>
    None,
}
