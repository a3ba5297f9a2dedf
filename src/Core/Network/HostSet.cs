using System.Collections.Frozen;

namespace Serverless.Core.Network;

/// <summary>
/// Hosts that an operator lists: <c>example.org</c> is that host alone, <c>.example.org</c> or <c>*.example.org</c> is that
/// host and all below it. Compared in the form of <see cref="CanonicalHost"/>.
/// </summary>
public sealed class HostSet
{
    private readonly FrozenSet<string> hosts;
    private readonly FrozenSet<string> suffixes;

    /// <param name="entries">In any case, in Unicode or as <c>xn--</c>, with or without the dot at the end.</param>
    /// <param name="isHost">Whether a canonical form is one that a host can have; null for any.</param>
    /// <param name="unreadable">Told of each entry that is neither form; it holds nothing.</param>
    public HostSet(IEnumerable<string> entries, Func<string, bool>? isHost = null, Action<string>? unreadable = null)
    {
        var exact = new HashSet<string>(StringComparer.Ordinal);
        var below = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in entries.Select(entry => entry.Trim()).Where(entry => entry.Length > 0))
        {
            var name = entry.TrimStart('*').TrimStart('.');
            if (CanonicalHost.Of(name) is { } host && isHost?.Invoke(host) != false)
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

    /// <param name="host">In the form of <see cref="CanonicalHost"/>.</param>
    public bool Contains(string host)
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
}
