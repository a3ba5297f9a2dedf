using System.Collections.Immutable;

namespace Serverless.Core.UrlShortening.Accounts;

/// <summary>Which storage account each virtual shard was given, for good: adding an account moves nothing.</summary>
public sealed class ShardMap
{
    private const char Divider = ',';

    private readonly ImmutableArray<string> accountByShard;

    private ShardMap(ImmutableArray<string> accountByShard)
    {
        this.accountByShard = accountByShard;
        Accounts = [.. accountByShard.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <summary>Names of the accounts that have a shard, in the order of their characters' codes.</summary>
    public IReadOnlyList<string> Accounts { get; }

    /// <summary>Deals the shards out in turn; the order in which the accounts are named does not matter.</summary>
    /// <param name="accounts">At least one; at most <see cref="LinkShard.Count"/> get a shard.</param>
    public static ShardMap Spread(IEnumerable<string> accounts)
    {
        var names = accounts.Order(StringComparer.Ordinal).ToArray();
        return new ShardMap([.. Enumerable.Range(0, LinkShard.Count).Select(shard => names[shard % names.Length])]);
    }

    /// <summary>The map of a text that <see cref="ToString"/> made; null when it is none.</summary>
    public static ShardMap? Parse(string? text) =>
        text?.Split(Divider) is { Length: LinkShard.Count } names && !names.Any(string.IsNullOrWhiteSpace) ? new ShardMap([.. names]) : null;

    /// <param name="shard">0-255.</param>
    public string AccountOf(int shard) => accountByShard[shard];

    /// <summary>The account of each shard in turn, with commas between them.</summary>
    public override string ToString() => string.Join(Divider, accountByShard);
}
