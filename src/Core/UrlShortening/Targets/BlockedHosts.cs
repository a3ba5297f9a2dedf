using Serverless.Core.Network;

namespace Serverless.Core.UrlShortening.Targets;

/// <summary>Hosts that no link may lead to, listed as in a <see cref="HostSet"/>.</summary>
/// <param name="unreadable">Told of each entry that is no host; it blocks nothing.</param>
public sealed class BlockedHosts(IEnumerable<string> entries, Action<string>? unreadable = null)
{
    private readonly HostSet hosts = new(entries, IsHost, unreadable);

    public bool IsEmpty => hosts.IsEmpty;

    /// <param name="host">As <see cref="TargetUrl"/> gives it.</param>
    public bool Blocks(string host) => hosts.Contains(host);

    public bool BlocksUrl(string url) => TargetUrl.Parse(url, out _) is { } target && Blocks(target.Host);

    private static bool IsHost(string canonical) => canonical.Contains(':', StringComparison.Ordinal) || TargetHost.Parse(canonical, out _) is not null;
}
