using Azure.Data.Tables;
using Microsoft.Extensions.Options;
using Serverless.Core.Azure;
using Serverless.Core.Storage;

namespace Serverless.Core.UrlShortening.Accounts;

/// <summary>
/// The storage accounts of links, and the map that says which of them has which shard. The first instance that ever starts
/// stores the map, as the one row of the table <c>LinkAccounts</c>; all others find it there, whatever their own lists say.
/// </summary>
/// <param name="main">Of everything but links, and of the map.</param>
/// <param name="accounts">Those that the configuration names, by the names of the accounts.</param>
public sealed class TableLinkAccounts(TableStorage main, IReadOnlyDictionary<string, TableStorage> accounts)
{
    /// <summary>The table of the map.</summary>
    public const string Table = "LinkAccounts";

    private const string Partition = "map";
    private const string Shards = "Shards";
    private const string Links = "Links";

    private readonly TableRows maps = main.Open(Table);
    private volatile ShardMap? known;

    /// <summary>The accounts that the configuration names.</summary>
    public IReadOnlyDictionary<string, TableStorage> ByName => accounts;

    /// <summary>The map, which is read once.</summary>
    /// <exception cref="StoreUnavailableException">It could not be read yet, or the configuration contradicts it, and the instance is about to end.</exception>
    public async ValueTask<ShardMap> MapAsync(CancellationToken cancellationToken)
    {
        try
        {
            return known ?? await ConfirmAsync(cancellationToken);
        }
        catch (OptionsValidationException refusal)
        {
            throw new StoreUnavailableException(refusal.Message, refusal);
        }
    }

    /// <summary>Reads the map, or stores one where there is none, and holds the configuration to it.</summary>
    /// <exception cref="StoreUnavailableException">The account of the map, or on the very first start another, does not answer.</exception>
    /// <exception cref="OptionsValidationException">The configuration does not name an account that links lie in.</exception>
    public async Task<ShardMap> ConfirmAsync(CancellationToken cancellationToken)
    {
        var map = await FindAsync(cancellationToken) ?? await MakeAsync(cancellationToken);
        var missing = map.Accounts.Where(name => !accounts.ContainsKey(name)).ToArray();
        return missing.Length == 0 ? known = map : throw Refuse(
            $"Links lie in {Named(missing)}, which the setting does not name: it names {Named(accounts.Keys)}. Add what is missing; an account may be added, never taken away.");
    }

    private async Task<ShardMap?> FindAsync(CancellationToken cancellationToken) =>
        await maps.FindAsync(Partition, TableRows.OnlyRow, cancellationToken) is not { } row ? null
        : ShardMap.Parse(row.GetString(Shards)) ?? throw Refuse(
            $"The map in table {Table} of {main.Account} is damaged: its column {Shards} must name {LinkShard.Count} accounts, with commas between them. Restore the row from a backup.");

    private async Task<ShardMap> MakeAsync(CancellationToken cancellationToken)
    {
        var (map, refusal) = await ChooseAsync(cancellationToken);
        if (map is null)
        {
            // What was found there may be of an instance that has stored the map in the meantime.
            return await FindAsync(cancellationToken) ?? throw refusal!;
        }

        var row = new TableEntity(Partition, TableRows.OnlyRow) { [Shards] = map.ToString() };
        return await maps.TryAddAsync(row, cancellationToken) ? map
            : await FindAsync(cancellationToken) ?? throw new StoreUnavailableException("The map of the links' accounts was there and is no longer.");
    }

    // An earlier version kept all links beside everything else. Links anywhere else were spread by a map that got lost.
    private async Task<(ShardMap? Map, OptionsValidationException? Refusal)> ChooseAsync(CancellationToken cancellationToken)
    {
        if (await HasLinksAsync(main, cancellationToken))
        {
            return (ShardMap.Spread([main.Account]), null);
        }

        var others = accounts.Where(account => account.Key != main.Account).ToArray();
        var used = await Task.WhenAll(others.Select(account => HasLinksAsync(account.Value, cancellationToken)));
        var lost = others.Where((_, index) => used[index]).Select(account => account.Key).ToArray();
        return lost.Length == 0 ? (ShardMap.Spread(accounts.Keys), null) : (null, Refuse(
            $"There are links in {Named(lost)}, but no map in table {Table} of {main.Account} that says where each belongs. Restore its row, or name empty accounts."));
    }

    private static async Task<bool> HasLinksAsync(TableStorage account, CancellationToken cancellationToken) =>
        (await account.Open(Links).ListAsync("", 1, cancellationToken)).Count > 0;

    private static string Named(IEnumerable<string> names) => string.Join(", ", names.Order(StringComparer.Ordinal));

    private static OptionsValidationException Refuse(string reason) => LinkAccountsSetting.Refuse(reason);
}
