using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Serverless.Functions.Requests;

/// <summary>
/// What proxies in front say of a request: the <c>X-Forwarded-*</c> headers; and what the caller says of its trace and of its
/// connection. The Functions host takes the former from the request, and puts a trace of its own in the latter's place; its worker's
/// middleware keeps them as they came, and there they are looked for first. Who believes them decides.
/// </summary>
/// <remarks>
/// <c>Forwarded</c> (RFC 7239) is not read: proxies that write <c>X-Forwarded-For</c> usually pass a client's own
/// <c>Forwarded</c> on, which anybody could then write what he likes into.
/// </remarks>
public static class ForwardingHeaders
{
    public const string For = "X-Forwarded-For";
    public const string Proto = "X-Forwarded-Proto";
    public const string Host = "X-Forwarded-Host";
    public const string Prefix = "X-Forwarded-Prefix";
    public const string Method = "X-Forwarded-Method";
    public const string Uri = "X-Forwarded-Uri";

    /// <summary>The caller's trace (W3C Trace Context).</summary>
    public const string TraceParent = "traceparent";
    public const string TraceState = "tracestate";

    private const string NamePrefix = "X-Forwarded-";

    private const string Baggage = "baggage";

    // Of the Functions host's own requests to its worker, these tell of the host.
    private static readonly string[] Trace = [TraceParent, TraceState, Baggage];

    private static readonly object Key = new();

    /// <summary>One of these headers as it reached the app's front; empty when it was not sent.</summary>
    public static StringValues Get(HttpContext context, string name) =>
        KeptOf(context) is { } kept ? kept.Headers.GetValueOrDefault(name) : context.Request.Headers[name];

    /// <summary>The headers of the caller's trace, where those of the request are the Functions host's; empty where they are the caller's.</summary>
    public static IEnumerable<(string Name, string? Value)> TraceOf(HttpContext context) =>
        KeptOf(context) is { } kept ? Trace.Select(name => (name, kept.Headers.GetValueOrDefault(name))) : [];

    /// <summary>What <c>Connection</c> said, to us and to the Functions host.</summary>
    public static IEnumerable<string?> ConnectionOf(HttpContext context) =>
        KeptOf(context) is { } kept ? [.. context.Request.Headers.Connection, kept.Headers.GetValueOrDefault(HeaderNames.Connection)] : context.Request.Headers.Connection;

    /// <summary>
    /// Who connected: the connection's peer or, where that is the Functions host, whom the platform's front wrote down. So a
    /// client is not taken for the host, which is always near, and gains nothing by writing into the chain.
    /// </summary>
    public static IPAddress? PeerOf(HttpContext context) => KeptOf(context)?.Peer ?? context.Connection.RemoteIpAddress;

    /// <summary>Keeps what the Functions host removes from a request.</summary>
    /// <param name="headers">All headers as the trigger's metadata has them: one JSON object of texts; anything else is as if there were none.</param>
    public static void Keep(HttpContext context, object? headers)
    {
        var kept = Read(headers);
        context.Items[Key] = new KeptForwarding(kept, TakePeer(kept));
    }

    private static IPAddress? TakePeer(Dictionary<string, string> kept)
    {
        if (!kept.Remove(For, out var chain))
        {
            return null;
        }

        var comma = chain.LastIndexOf(',');
        if (comma >= 0)
        {
            kept[For] = chain[..comma];
        }

        return ForwardedAddress.Parse(chain.AsSpan(comma + 1));
    }

    private static bool IsKept(string name) =>
        name.StartsWith(NamePrefix, StringComparison.OrdinalIgnoreCase)
        || name.Equals(HeaderNames.Connection, StringComparison.OrdinalIgnoreCase)
        || Trace.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static KeptForwarding? KeptOf(HttpContext context) =>
        context.Items.TryGetValue(Key, out var kept) ? (KeptForwarding)kept! : null;

    private static Dictionary<string, string> Read(object? headers)
    {
        var forwarding = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        try
        {
            using var document = JsonDocument.Parse(headers?.ToString() ?? "{}");
            var all = document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.EnumerateObject() : default;
            foreach (var header in all.Where(header => header.Value.ValueKind == JsonValueKind.String))
            {
                if (IsKept(header.Name))
                {
                    forwarding[header.Name] = header.Value.GetString()!;
                }
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // No JSON, or half of a surrogate pair in a text: what was read before it holds no less.
        }

        return forwarding;
    }
}

/// <summary>What the Functions host was told of a request's way, before it took the headers away.</summary>
/// <param name="Headers">By name, but for the last element of the chain.</param>
/// <param name="Peer">That last element: who connected to the platform's front, which wrote it. Null when it did not.</param>
internal sealed record KeptForwarding(IReadOnlyDictionary<string, string> Headers, IPAddress? Peer);
