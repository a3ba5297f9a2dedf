using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using Serverless.Core.Network;

namespace Serverless.Core.RateLimiting.Apis;

/// <summary>Decides where the gateway may forward to. What a name resolves to is judged once more when it is connected to.</summary>
public sealed class UpstreamPolicy(IOptions<GatewayOptions> options, AddressPolicy addresses)
{
    public const int MaxLength = 2_000;

    private const string Field = "upstream";
    private const string AnyHost = "*";

    private readonly bool allowsAny = options.Value.AllowedHosts.Any(allowed => allowed.Trim() == AnyHost);
    private readonly HostSet allowed = new(options.Value.AllowedHosts.Where(allowed => allowed.Trim() != AnyHost));

    // By the instance that an API's definition holds: each of its requests asks, and settings stay as they are.
    private readonly ConditionalWeakTable<Uri, string> judged = [];

    /// <summary>The address, without a slash at its end; null with at least one error.</summary>
    public Uri? Check(string text, FieldErrors errors)
    {
        if (text.Length > MaxLength || !Uri.TryCreate(text, UriKind.Absolute, out var upstream)
            || (upstream.Scheme != Uri.UriSchemeHttp && upstream.Scheme != Uri.UriSchemeHttps) || upstream.Host.Length == 0)
        {
            errors.Add(Field, "must be an absolute address that begins with http:// or https://.");
            return null;
        }

        var reason = RefuseForm(upstream, text) ?? RefuseHost(upstream);
        errors.Add(Field, reason);
        return reason is null ? new Uri(upstream.AbsoluteUri.TrimEnd('/')) : null;
    }

    /// <summary>Why nothing may be forwarded to a host; null when it may. Asked again for each request, because settings are others after a restart.</summary>
    public string? RefuseHost(Uri upstream) => judged.GetValue(upstream, each => JudgeHost(each) ?? "") is { Length: > 0 } reason ? reason : null;

    private string? JudgeHost(Uri upstream)
    {
        if (!allowsAny && !(CanonicalHost.Of(upstream.Host) is { } host && allowed.Contains(host)))
        {
            return $"must be on a host that the operator allows in {GatewayOptions.Section}:{nameof(GatewayOptions.AllowedHosts)}.";
        }

        return addresses.RefusesLiteral(upstream.DnsSafeHost)
            ? "must not be a private, local or metadata address, unless the operator allows it in Network:AllowedAddresses."
            : null;
    }

    private static string? RefuseForm(Uri upstream, string text)
    {
        if (upstream.UserInfo.Length > 0)
        {
            return "must not hold credentials.";
        }

        if (text.AsSpan().ContainsAny('?', '#'))
        {
            return "must not have a query or a fragment.";
        }

        return text.AsSpan().ContainsAny('\\', '%') || text.Contains("/.", StringComparison.Ordinal) || upstream.AbsolutePath.Contains("//", StringComparison.Ordinal)
            ? "must have a plain path: no backslash, no percent sign, no segment that begins with a dot, no //."
            : null;
    }
}
