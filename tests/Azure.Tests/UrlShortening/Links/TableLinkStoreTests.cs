using Microsoft.Extensions.Time.Testing;
using Serverless.Azure.Tests.Emulators;
using Serverless.Core.Storage;
using Serverless.Core.Tests.UrlShortening;
using Serverless.Core.UrlShortening.Links;

namespace Serverless.Azure.Tests.UrlShortening.Links;

public sealed class TableLinkStoreTests : LinkStoreContract
{
    private readonly FakeTimeProvider time = new(SampleLinks.Start);
    private readonly TestAccount account;

    public TableLinkStoreTests(Azurite azurite)
    {
        account = new TestAccount(azurite);
        Store = new TableLinkStore(account.Tables, time);
    }

    protected override ILinkStore Store { get; }

    [Fact]
    public async Task Keeps_a_due_entry_for_every_state_of_a_row()
    {
        await Store.TryAddAsync(SampleLinks.Link("abc"), Cancel);
        await ReplaceAsync(SampleLinks.Gone("abc"));

        Assert.Equal(["2026122310", "2027112310"], from row in await account.RowsAsync("LinksByExpiry") select row.PartitionKey[3..]);
    }

    [Fact]
    public async Task Refuses_a_row_whose_entry_may_have_been_cleaned_up_already()
    {
        var link = SampleLinks.Link("abc");
        time.SetUtcNow(link.ExpiresAt + ExpiryPartition.WriteMargin + TimeSpan.FromTicks(1));
        await Assert.ThrowsAsync<WriteConflictException>(() => Store.TryAddAsync(link, Cancel));
        Assert.Null(await Store.FindAsync("abc", Cancel));
    }

    [Fact]
    public async Task Names_what_is_due_by_shard_hour_time_key_and_nonce()
    {
        var link = SampleLinks.Link("abc");
        await Store.TryAddAsync(link, Cancel);

        var entry = Assert.Single(await account.RowsAsync("LinksByExpiry"));
        Assert.Matches("^([0-5][0-9]|6[0-3])-2027112310$", entry.PartitionKey);
        Assert.Equal($"{link.ExpiresAt.UtcTicks:D19}!abc!nonce-abc", entry.RowKey);
    }

    [Fact]
    public async Task Drops_the_owners_entry_when_a_link_is_gone()
    {
        await Store.TryAddAsync(SampleLinks.Link("abc"), Cancel);
        await ReplaceAsync(SampleLinks.Gone("abc"));

        Assert.Empty(await account.RowsAsync("LinksByOwner"));
    }

    [Fact]
    public async Task Reads_nothing_of_another_owner_for_a_list()
    {
        foreach (var owner in new[] { "a", "a-b", "a.b", "aa", "A", "a-999999", "a-" })
        {
            await Store.TryAddAsync(SampleLinks.Link($"key-{owner}", owner), Cancel);
        }

        var partitions = from row in await account.RowsAsync("LinksByOwner") select row.PartitionKey;
        Assert.Single(partitions, partition => string.CompareOrdinal(partition, "a!000000") >= 0 && string.CompareOrdinal(partition, "a!999999") <= 0);
    }

    [Theory]
    [InlineData("'")]
    [InlineData("' or PartitionKey gt '")]
    [InlineData("/\\#?%&+")]
    [InlineData("é中🚀")]
    [InlineData("\u0001\t\n\u007f\u0085")]
    public async Task Continues_after_a_place_that_a_client_made_up(string nonce)
    {
        await Store.TryAddAsync(SampleLinks.Link("b"), Cancel);

        Assert.Single(await Store.ListByOwnerAsync("owner", new OwnedLink(SampleLinks.Start, "abcd", nonce), 10, Cancel));
        Assert.Empty(await Store.ListByOwnerAsync("owner", new OwnedLink(DateTimeOffset.MinValue, "abcd", nonce), 10, Cancel));
        Assert.Single(await Store.ListByOwnerAsync("owner", new OwnedLink(DateTimeOffset.MaxValue, "abcd", nonce), 10, Cancel));
    }

    private async Task ReplaceAsync(LinkRow next) =>
        Assert.True(await Store.TryReplaceAsync((await Store.FindAsync(next.Key, Cancel))!, next, Cancel));
}

/// <summary>The same over several accounts.</summary>
public sealed class LinksInSeveralAccountsTests(Azurite azurite) : LinkStoreContract
{
    private readonly TestLinkAccounts accounts = new(azurite, 3);

    protected override ILinkStore Store => field ??= accounts.Links(new FakeTimeProvider(SampleLinks.Start));

    [Fact]
    public async Task Puts_a_link_and_its_entries_into_one_account()
    {
        var keys = Enumerable.Range(0, 60).Select(i => $"key-{i}").ToArray();
        await Task.WhenAll(keys.Select(key => Store.TryAddAsync(SampleLinks.Link(key), Cancel)));
        foreach (var table in new[] { "LinksByOwner", "LinksByLabel", "LinksByExpiry" })
        {
            var entries = await Task.WhenAll(accounts.Open(table).Select(rows => rows.ListAsync("", 100, Cancel)));
            var links = await Task.WhenAll(accounts.Open("Links").Select(rows => rows.ListAsync("", 100, Cancel)));
            Assert.All(links.Zip(entries), pair => Assert.Equal(pair.First.Select(row => row.PartitionKey).Order(), pair.Second.Select(row => row.RowKey.Split('!')[1]).Order()));
            Assert.All(links, rows => Assert.InRange(rows.Count, 8, 35));
        }
    }
}
