using System.Buffers;
using Serverless.Core.Network;

namespace Serverless.Core.Messaging.Administration;

/// <summary>Which URLs messages may be pushed to. Names are judged again when they are resolved, at each connection.</summary>
public sealed class EndpointRules(AddressPolicy addresses)
{
    public const int MaxLength = 2_048;

    private const string Loopback = "127.0.0.1";

    private static readonly SearchValues<char> Visible = SearchValues.Create([.. Enumerable.Range('!', '~' - '!' + 1).Select(code => (char)code)]);

    /// <summary>Why the endpoint is refused, to follow "the field"; null when it is not.</summary>
    public string? Refuse(string? endpoint)
    {
        if (endpoint is null)
        {
            return "is required with the mode push.";
        }

        if (endpoint.Length > MaxLength || endpoint.AsSpan().ContainsAnyExcept(Visible) || endpoint.Contains('\\'))
        {
            return $"must be a URL of at most {MaxLength:N0} visible ASCII characters, without a backslash.";
        }

        return Uri.TryCreate(endpoint, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp) && url.Host.Length > 0
            ? Refuse(url)
            : "must be an absolute URL that begins with https:// or http://.";
    }

    private string? Refuse(Uri url)
    {
        if (url.UserInfo.Length > 0 || url.Fragment.Length > 0)
        {
            return "must carry neither a user name or password, nor a fragment.";
        }

        if (CanonicalHost.Of(url.Host) is not { } host)
        {
            return "must name a host.";
        }

        var isLocal = host == "localhost" || host.EndsWith(".localhost", StringComparison.Ordinal);
        return addresses.RefusesLiteral(isLocal ? Loopback : host)
            ? "must not lead to a private, loopback, link-local or otherwise special address."
            : null;
    }
}
