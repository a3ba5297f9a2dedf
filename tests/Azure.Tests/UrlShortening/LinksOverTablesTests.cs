using Microsoft.Extensions.Time.Testing;
using Serverless.Azure.Tests.Emulators;
using Serverless.Core.Azure;
using Serverless.Core.Storage;
using Serverless.Core.Tests.UrlShortening;
using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Administration;
using Serverless.Core.UrlShortening.Links;

namespace Serverless.Azure.Tests.UrlShortening;

/// <summary>What becomes of links when the network to the tables fails, and what each operation costs.</summary>
public class LinksOverTablesTests
{
    private const string AddRow = "POST Links";
    private const string ReplaceRow = "PUT Links";
    private const string PutByOwner = "PUT LinksByOwner";
    private const string PutByLabel = "PUT LinksByLabel";
    private const string PutByExpiry = "PUT LinksByExpiry";

    private readonly Azurite azurite;
    private readonly UnreliableNetwork network = new();
    private readonly int count;
    private readonly TestLinkAccounts accounts;
    private readonly Shortener shortener;

    public LinksOverTablesTests(Azurite azurite)
        : this(azurite, 1)
    {
    }

    protected LinksOverTablesTests(Azurite azurite, int count)
    {
        this.azurite = azurite;
        this.count = count;
        accounts = new TestLinkAccounts(azurite, count, network);
        shortener = new Shortener(accounts.Links(new FakeTimeProvider(SampleLinks.Start)));
    }

    public static TheoryData<string, NetworkFault> Faults =>
    [
        .. from request in new[] { AddRow, PutByOwner, PutByLabel, PutByExpiry }
           from fault in Enum.GetValues<NetworkFault>()
           where fault is not (NetworkFault.Crash or NetworkFault.RetryWith)
           select new TheoryDataRow<string, NetworkFault>(request, fault),
    ];

    [Fact]
    public async Task Finds_its_own_link_when_the_answer_got_lost()
    {
        await MakeTablesAsync();
        network.Disturb(AddRow, NetworkFault.AnswerLost);

        var link = (await shortener.CreateAsync()).Link!;

        await AssertOnlyLinkAsync(link);
        Assert.Equal(["GET Links", AddRow, AddRow, PutByExpiry, PutByLabel, PutByOwner], network.TakeRequests());
    }

    [Fact]
    public async Task Finds_its_own_alias_when_every_answer_to_the_first_try_got_lost()
    {
        await MakeTablesAsync();
        network.Disturb(AddRow, NetworkFault.AnswerLost, NetworkFault.AnswerLost, NetworkFault.AnswerLost);

        var result = await shortener.CreateAsync(alias: "mine");

        await AssertOnlyLinkAsync(result.Link!);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Creates_exactly_one_link_whatever_fails_once(string request, NetworkFault fault)
    {
        await MakeTablesAsync();
        network.Disturb(request, fault);

        await AssertOnlyLinkAsync((await shortener.CreateAsync()).Link!);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Creates_exactly_one_link_whatever_fails_for_a_whole_attempt(string request, NetworkFault fault)
    {
        await MakeTablesAsync();
        network.Disturb(request, fault, fault, fault, fault);

        await AssertOnlyLinkAsync((await shortener.CreateAsync()).Link!);
    }

    [Theory]
    [InlineData(NetworkFault.RequestLost)]
    [InlineData(NetworkFault.TimedOut)]
    [InlineData(NetworkFault.Unavailable)]
    [InlineData(NetworkFault.TooMany)]
    public async Task Gives_up_after_a_bounded_number_of_requests(NetworkFault fault)
    {
        await MakeTablesAsync();
        network.Disturb(AddRow, [.. Enumerable.Repeat(fault, 100)]);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => shortener.CreateAsync());

        Assert.Equal((StoreRetry.Retries + 1) * (AzureRetryPolicy.Retries + 1), network.TakeRequests().Count(request => request == AddRow));
    }

    [Fact]
    public async Task Stops_at_once_when_the_caller_cancels()
    {
        await MakeTablesAsync();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => accounts.Links(new FakeTimeProvider(SampleLinks.Start)).FindAsync("abcd", cancelled.Token));
    }

    [Fact]
    public async Task Leaves_no_link_and_harmless_entries_when_it_dies_before_the_row()
    {
        await MakeTablesAsync();
        network.Disturb(AddRow, NetworkFault.Crash);
        await Assert.ThrowsAsync<CrashException>(() => shortener.CreateAsync(alias: "mine"));

        Assert.Equal(LinkStatus.NotFound, await shortener.FollowAsync("mine"));
        Assert.Single(await accounts.RowsAsync("LinksByOwner"));
        Assert.Single(await accounts.RowsAsync("LinksByExpiry"));
        Assert.Empty((await ListAsync()).Links);
        await AssertOnlyLinkAsync((await shortener.CreateAsync(alias: "mine")).Link!);
    }

    [Theory]
    [InlineData(PutByOwner)]
    [InlineData(PutByLabel)]
    [InlineData(PutByExpiry)]
    public async Task Writes_no_row_before_its_entries(string entry)
    {
        await MakeTablesAsync();
        network.Disturb(entry, NetworkFault.Crash);

        await Assert.ThrowsAsync<CrashException>(() => shortener.CreateAsync());

        Assert.DoesNotContain(AddRow, network.TakeRequests());
    }

    [Fact]
    public async Task Knows_that_it_deleted_a_link_when_the_answer_got_lost()
    {
        var link = (await shortener.CreateAsync()).Link!;
        network.Disturb(ReplaceRow, NetworkFault.AnswerLost);

        Assert.Equal(LinkStatus.Ok, await shortener.DeleteAsync(link.Key));

        Assert.Equal(LinkStatus.Gone, await shortener.FollowAsync(link.Key));
    }

    [Fact]
    public async Task Deletes_a_link_whose_entry_can_not_be_removed()
    {
        var link = (await shortener.CreateAsync()).Link!;
        network.Disturb("DELETE LinksByOwner", NetworkFault.Unavailable);

        Assert.Equal(LinkStatus.Ok, await shortener.DeleteAsync(link.Key));

        Assert.Single(await accounts.RowsAsync("LinksByOwner"));
        Assert.Empty((await ListAsync()).Links);
    }

    [Fact]
    public async Task Finds_a_link_by_its_tags_whatever_becomes_of_their_entries()
    {
        var key = (await TagAsync("old", "kept")).Key;
        network.Disturb("DELETE LinksByLabel", NetworkFault.Crash);
        await Assert.ThrowsAsync<CrashException>(() => shortener.ChangeAsync(key, new LinkChange { Tags = ["kept", "new"] }));

        Assert.Equal((0, 1, 1), (await CountAsync("old"), await CountAsync("kept"), await CountAsync("new")));
        network.Disturb(ReplaceRow, NetworkFault.Crash);
        await Assert.ThrowsAsync<CrashException>(() => shortener.ChangeAsync(key, new LinkChange { Tags = ["never"] }));

        Assert.Equal((1, 1, 0), (await CountAsync("kept"), await CountAsync("new"), await CountAsync("never")));
    }

    [Fact]
    public async Task Finds_a_link_by_a_tag_that_one_took_away_and_another_gave_back_before_the_first_had_tidied_up()
    {
        var key = (await TagAsync("sale")).Key;
        var first = await accounts.RowsAsync("LinksByLabel");
        await shortener.ChangeAsync(key, new LinkChange { Tags = [] });
        await shortener.ChangeAsync(key, new LinkChange { Tags = ["sale"] });
        foreach (var entry in first)
        {
            await Task.WhenAll(accounts.Open("LinksByLabel").Select(rows => rows.TryDeleteAsync(entry.PartitionKey, entry.RowKey, TestContext.Current.CancellationToken)));
        }

        Assert.Equal(1, await CountAsync("sale"));
    }

    [Fact]
    public async Task Keeps_a_link_that_dies_between_its_due_entry_and_its_deletion()
    {
        var link = (await shortener.CreateAsync()).Link!;
        network.Disturb(ReplaceRow, NetworkFault.Crash);

        await Assert.ThrowsAsync<CrashException>(() => shortener.DeleteAsync(link.Key));

        Assert.Equal(2, (await accounts.RowsAsync("LinksByExpiry")).Count);
        await AssertOnlyLinkAsync(link);
    }

    [Fact]
    public async Task Changes_a_link_when_the_answer_got_lost()
    {
        var link = (await shortener.CreateAsync()).Link!;
        network.Disturb(ReplaceRow, NetworkFault.AnswerLost);

        var changed = await shortener.ChangeAsync(link.Key, new LinkChange { Url = "https://example.com/changed" });

        await AssertOnlyLinkAsync(changed.Link!);
    }

    [Fact]
    public async Task Creates_a_link_by_four_writes()
    {
        await MakeTablesAsync();

        await shortener.CreateAsync();

        Assert.Equal([AddRow, PutByExpiry, PutByLabel, PutByOwner], network.TakeRequests());
    }

    [Fact]
    public async Task Needs_no_further_request_for_the_first_link_of_a_process()
    {
        await shortener.CreateAsync();
        var another = new UnreliableNetwork();
        var restarted = new Shortener(new TestLinkAccounts(azurite, count, another, sameAs: accounts).Links(new FakeTimeProvider(SampleLinks.Start)), seed: 2);

        await restarted.CreateAsync();

        Assert.Equal([AddRow, PutByExpiry, PutByLabel, PutByOwner], another.TakeRequests());
    }

    [Fact]
    public async Task Follows_a_link_by_one_read()
    {
        var link = (await shortener.CreateAsync()).Link!;
        network.TakeRequests();

        await shortener.FollowAsync(link.Key);
        await shortener.FollowAsync("unknown");

        Assert.Equal(["GET Links", "GET Links"], network.TakeRequests());
    }

    [Fact]
    public async Task Changes_a_URL_by_one_read_and_one_write()
    {
        var link = (await shortener.CreateAsync()).Link!;
        network.TakeRequests();

        await shortener.ChangeAsync(link.Key, new LinkChange { Url = "https://example.com/changed" });

        Assert.Equal(["GET Links", ReplaceRow], network.TakeRequests());
    }

    [Fact]
    public async Task Deletes_a_link_by_one_read_and_two_writes()
    {
        var link = (await shortener.CreateAsync()).Link!;
        network.TakeRequests();

        await shortener.DeleteAsync(link.Key);

        Assert.Equal(["GET Links", ReplaceRow, PutByExpiry], network.TakeRequests());
    }

    private async Task MakeTablesAsync()
    {
        var undisturbed = new TestLinkAccounts(azurite, count, sameAs: accounts);
        foreach (var rows in new[] { "Links", "LinksByOwner", "LinksByLabel", "LinksByExpiry" }.SelectMany(undisturbed.Open))
        {
            await rows.PutAsync(new("made", TableRows.OnlyRow), TestContext.Current.CancellationToken);
            await rows.TryDeleteAsync("made", TableRows.OnlyRow, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Holds the link to be followed, listed, and the only one there is.</summary>
    private async Task AssertOnlyLinkAsync(ShortLink link)
    {
        var other = new TestLinkAccounts(azurite, count, sameAs: accounts);
        Assert.Single(await other.RowsAsync("Links"));
        Assert.Equal(SampleLinks.Live(link), (await other.Links(new FakeTimeProvider(SampleLinks.Start)).FindAsync(link.Key, TestContext.Current.CancellationToken))?.Row);
        var page = await new LinkReader(other.Links(new FakeTimeProvider(SampleLinks.Start)), shortener.Time).ListAsync(link.Owner, null, 10, TestContext.Current.CancellationToken);
        Assert.Equal([link], page.Links);
    }

    private async Task<ShortLink> TagAsync(params string[] tags) => (await shortener.Creator.CreateAsync(
        new NewLink { Url = "https://example.com/", Tags = tags }, Shortener.Owner, Shortener.Address, TestContext.Current.CancellationToken)).Link!;

    private async Task<int> CountAsync(string tag) =>
        (await shortener.Reader.ListAsync("owner", LinkLabel.Tag(tag), null, 10, TestContext.Current.CancellationToken)).Links.Count;

    private Task<LinkPage> ListAsync() => shortener.Reader.ListAsync("owner", null, 10, TestContext.Current.CancellationToken);
}

/// <summary>The same over several accounts.</summary>
public sealed class LinksOverSeveralAccountsTests(Azurite azurite) : LinksOverTablesTests(azurite, 3);
