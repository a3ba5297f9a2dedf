using System.Collections.Frozen;

namespace Serverless.Core.Messaging.Topics;

/// <summary>A header field that goes with each request to an endpoint.</summary>
/// <param name="Value">Never told again: not in answers, logs or records of attempts.</param>
public sealed record EndpointHeader(string Name, string Value)
{
    public const int Most = 10;
    public const int MaxNameLength = 64;
    public const int MaxValueLength = 2_048;

    // What the connection, the message format and the signature need for themselves.
    private static readonly FrozenSet<string> Forbidden = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "host", "connection", "keep-alive", "proxy-connection", "proxy-authenticate", "proxy-authorization", "te", "trailer",
        "transfer-encoding", "upgrade", "expect", "date", "user-agent", "traceparent", "tracestate", "baggage");

    private static readonly string[] ForbiddenPrefixes = ["content-", "webhook-", "ce-", "x-forwarded-"];

    /// <summary>What <see cref="IsAllowed"/> refuses of names that HTTP knows, in words.</summary>
    public static string Refused { get; } =
        $"{string.Join(", ", Forbidden.Order(StringComparer.Ordinal))}, and all that begin with {string.Join(", ", ForbiddenPrefixes)}";

    /// <summary>Whether a field of the name may be sent beside ours: a token of HTTP that says nothing of connection, content, event or signature.</summary>
    public static bool IsAllowed(string name) => name.Length is > 0 and <= MaxNameLength
        && name.All(IsTokenCharacter)
        && !Forbidden.Contains(name)
        && !ForbiddenPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a text may be a field's value: visible ASCII with spaces and tabs inside, so that it goes out as it is.</summary>
    public static bool IsValue(string value) => value.Length is > 0 and <= MaxValueLength
        && value.All(character => character is '\t' or (>= ' ' and <= '~'))
        && value.Trim().Length == value.Length;

    /// <summary>Without the value, which must not get into a log by way of it.</summary>
    public override string ToString() => $"{nameof(EndpointHeader)} {{ {nameof(Name)} = {Name} }}";

    private static bool IsTokenCharacter(char character) => char.IsAsciiLetterOrDigit(character) || "!#$%&'*+-.^_`|~".Contains(character, StringComparison.Ordinal);
}
