using System.Collections.Frozen;

namespace Serverless.Core.UrlShortening.Targets;

/// <summary>
/// Hosts that no link may lead to: <c>evil.example</c> is that host alone, <c>.evil.example</c> or <c>*.evil.example</c> is
/// that host and all below it.
/// </summary>
public sealed class BlockedHosts
{
    private readonly FrozenSet<string> hosts;
    private readonly FrozenSet<string> suffixes;

    /// <param name="entries">In any case, in Unicode or as <c>xn--</c>, with or without the trailing dot.</param>
    /// <param name="unreadable">Told of each entry that is neither form; it blocks nothing.</param>
    public BlockedHosts(IEnumerable<string> entries, Action<string>? unreadable = null)
    {
        var exact = new HashSet<string>(StringComparer.Ordinal);
        var below = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in entries.Select(entry => entry.Trim()).Where(entry => entry.Length > 0))
        {
            var name = entry.TrimStart('*').TrimStart('.');
            if (Normalize(name) is { } host)
            {
                (name.Length < entry.Length ? below : exact).Add(host);
            }
            else
            {
                unreadable?.Invoke(entry);
            }
        }

        hosts = exact.ToFrozenSet(StringComparer.Ordinal);
        suffixes = below.ToFrozenSet(StringComparer.Ordinal);
    }

    public bool IsEmpty => hosts.Count == 0 && suffixes.Count == 0;

    /// <param name="host">As <see cref="TargetUrl"/> gives it.</param>
    public bool Blocks(string host)
    {
        if (hosts.Contains(host))
        {
            return true;
        }

        var below = suffixes.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var rest = host.AsSpan(); !rest.IsEmpty;)
        {
            if (below.Contains(rest))
            {
                return true;
            }

            var dot = rest.IndexOf('.');
            rest = dot < 0 ? [] : rest[(dot + 1)..];
        }

        return false;
    }

    public bool BlocksUrl(string url) => TargetUrl.Parse(url, out _) is { } target && Blocks(target.Host);

    private static string? Normalize(string entry)
    {
        var name = entry.Contains(':', StringComparison.Ordinal) && !entry.StartsWith('[') ? $"[{entry}]" : entry;
        var ascii = System.Text.Ascii.IsValid(name)
            ? name
            : Uri.TryCreate($"http://{name}/", UriKind.Absolute, out var uri) ? uri.IdnHost : "";
        return TargetHost.Parse(ascii, out _);
    }
}
