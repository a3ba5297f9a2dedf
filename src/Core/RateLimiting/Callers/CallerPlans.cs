namespace Serverless.Core.RateLimiting.Callers;

/// <summary>The plans of callers as they were at one moment, made for looking up.</summary>
public sealed class CallerPlans
{
    private readonly Dictionary<string, string> users = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> keys = new(StringComparer.Ordinal);
    private readonly Dictionary<CallerNetwork, string> networks = [];

    // The lengths that networks have, the longest first.
    private readonly int[] ipv4Lengths;
    private readonly int[] ipv6Lengths;

    public CallerPlans(IReadOnlyList<CallerRecord> records)
    {
        Records = records;
        foreach (var record in records)
        {
            switch (record.Kind)
            {
                case IdentityKind.User:
                    users[record.Id] = record.Plan;
                    break;
                case IdentityKind.ApiKey:
                    keys[record.Id] = record.Plan;
                    break;
                case IdentityKind.Ip when CallerNetwork.TryParse(record.Id, out var network):
                    networks[network] = record.Plan;
                    break;
            }
        }

        ipv4Lengths = LengthsOf(isIpv4: true);
        ipv6Lengths = LengthsOf(isIpv4: false);
    }

    public static CallerPlans None { get; } = new([]);

    /// <summary>All of them, by name.</summary>
    public IReadOnlyList<CallerRecord> Records { get; }

    /// <summary>The plan that a check names, or that of the user's record, the key's, or the narrowest network's that the address lies in; null for none.</summary>
    public string? Find(RateLimitCaller caller) =>
        caller.Plan
        ?? (caller.User is { } user ? users.GetValueOrDefault(user) : null)
        ?? (caller.ApiKey is { } key ? keys.GetValueOrDefault(key) : null)
        ?? (caller.Ip is { } ip && networks.Count > 0 ? FindNetwork(ip) : null);

    private string? FindNetwork(string ip)
    {
        if (CallerAddress.Parse(ip) is not { } address)
        {
            return null;
        }

        var whole = CallerNetwork.Of(address);
        foreach (var length in whole.IsIpv4 ? ipv4Lengths : ipv6Lengths)
        {
            if (networks.TryGetValue(whole.Cut(length), out var plan))
            {
                return plan;
            }
        }

        return null;
    }

    private int[] LengthsOf(bool isIpv4) => [.. networks.Keys.Where(network => network.IsIpv4 == isIpv4).Select(network => network.Length).Distinct().OrderDescending()];
}
