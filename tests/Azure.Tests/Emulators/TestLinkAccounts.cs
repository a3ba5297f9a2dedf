using Azure.Data.Tables;
using Serverless.Core.Azure;
using Serverless.Core.UrlShortening.Accounts;
using Serverless.Core.UrlShortening.Clicks;
using Serverless.Core.UrlShortening.Clicks.RollUp;
using Serverless.Core.UrlShortening.Links;

namespace Serverless.Azure.Tests.Emulators;

/// <summary>Links and clicks that belong to one test, in one account of Azurite or in several.</summary>
public sealed class TestLinkAccounts
{
    private readonly TestAccount main;
    private readonly IReadOnlyList<TestAccount> accounts;
    private readonly TableLinkAccounts map;

    /// <param name="count">One: the account that has the map too; or up to three others.</param>
    /// <param name="network">Where requests pass, but those for the map; null for an undisturbed one.</param>
    /// <param name="sameAs">Whose accounts these are, seen by another process; null for new ones.</param>
    public TestLinkAccounts(Azurite azurite, int count, UnreliableNetwork? network = null, TestLinkAccounts? sameAs = null)
    {
        main = new TestAccount(azurite, sameAs: sameAs?.main);
        accounts = count == 1
            ? [new TestAccount(azurite, network, sameAs: main)]
            : [.. Azurite.LinkAccounts.Take(count).Select(name => new TestAccount(azurite, network, sameAs: main, name))];
        var undisturbed = count == 1 ? [main] : Azurite.LinkAccounts.Take(count).Select(name => new TestAccount(azurite, sameAs: main, name: name));
        map = new TableLinkAccounts(main.Tables, undisturbed.ToDictionary(account => account.Tables.Account, account => account.Tables, StringComparer.Ordinal));
    }

    public ILinkStore Links(TimeProvider time) => new ShardedLinkStore(OfEach<ILinkStore>(tables => new TableLinkStore(tables, time)));

    public IClickStore Clicks() => new ShardedClickStore(OfEach<IClickStore>(tables => new TableClickStore(tables)));

    public IClickRows ClickRows() => new ShardedClickRows(OfEach<IClickRows>(tables => new TableClickRows(tables)));

    /// <summary>A table in each of the accounts.</summary>
    public IEnumerable<TableRows> Open(string table) => accounts.Select(account => account.Tables.Open(table));

    /// <summary>The rows of a table in all accounts.</summary>
    public async Task<IReadOnlyList<TableEntity>> RowsAsync(string table) =>
        [.. (await Task.WhenAll(accounts.Select(account => account.RowsAsync(table)))).SelectMany(rows => rows)];

    private ByAccount<T> OfEach<T>(Func<TableStorage, T> make) => new(
        accounts.ToDictionary(account => account.Tables.Account, account => make(account.Tables), StringComparer.Ordinal), map.MapAsync);
}
