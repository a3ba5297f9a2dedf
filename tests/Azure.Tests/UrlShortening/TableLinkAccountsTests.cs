using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Serverless.Azure.Tests.Emulators;
using Serverless.Core.Azure;
using Serverless.Core.Storage;
using Serverless.Core.Tests.UrlShortening;
using Serverless.Core.UrlShortening.Accounts;
using Serverless.Core.UrlShortening.Links;

namespace Serverless.Azure.Tests.UrlShortening;

/// <summary>Which account a key belongs to, from the first start on.</summary>
public sealed class TableLinkAccountsTests : IDisposable
{
    private const string Read = "GET LinkAccounts";

    private readonly Azurite azurite;
    private readonly UnreliableNetwork network = new();
    private readonly TestAccount main;
    private readonly CountedTime time = new();
    private readonly Lifetime lifetime = new();

    public TableLinkAccountsTests(Azurite azurite)
    {
        this.azurite = azurite;
        main = new TestAccount(azurite, network);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => lifetime.Dispose();

    [Fact]
    public async Task Spreads_the_shards_at_the_first_start_and_never_again()
    {
        var first = await Of("linksone", "linkstwo").ConfirmAsync(Cancel);

        Assert.Equal(["linksone", "linkstwo"], first.Accounts);
        Assert.Equal(first.ToString(), (await Of("linkstwo", "linksone").ConfirmAsync(Cancel)).ToString());
        Assert.Equal(first.ToString(), (await Of("linksthree", "linksone", "linkstwo").ConfirmAsync(Cancel)).ToString());
    }

    [Fact]
    public async Task Takes_the_map_of_whoever_was_first_when_many_start_at_once_with_different_lists()
    {
        var maps = await Task.WhenAll(Enumerable.Range(0, 12).Select(number => Of([.. Azurite.LinkAccounts.Take((number % 3) + 1)])).Select(ConfirmOrRefuseAsync));

        Assert.Single(maps.OfType<ShardMap>().Select(map => map.ToString()).Distinct());
        Assert.Single(await main.RowsAsync(TableLinkAccounts.Table));
    }

    [Fact]
    public async Task Finds_the_map_that_it_stored_when_the_answer_got_lost()
    {
        network.Disturb("POST LinkAccounts", NetworkFault.AnswerLost);

        Assert.Equal(["linksone", "linkstwo"], (await Of("linksone", "linkstwo").ConfirmAsync(Cancel)).Accounts);
    }

    [Fact]
    public async Task Refuses_a_list_without_an_account_that_links_lie_in()
    {
        await Of("linksone", "linkstwo").ConfirmAsync(Cancel);

        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => Of("linkstwo", "linksthree").ConfirmAsync(Cancel));
        Assert.Equal(
            "The setting Storage:Links can't be used. Links lie in linksone, which the setting does not name: it names linksthree, linkstwo. Add what is missing; an account may be added, never taken away.",
            refusal.Message);
    }

    [Fact]
    public async Task Leaves_the_links_of_an_earlier_version_where_they_are()
    {
        await AddLinkAsync(main);

        var map = await new TableLinkAccounts(main.Tables, Tables(main, Account("linksone"))).ConfirmAsync(Cancel);

        Assert.Equal([main.Tables.Account], map.Accounts);
    }

    [Fact]
    public async Task Refuses_a_list_that_would_hide_the_links_of_an_earlier_version()
    {
        await AddLinkAsync(main);

        await Assert.ThrowsAsync<OptionsValidationException>(() => Of("linksone", "linkstwo").ConfirmAsync(Cancel));
        await Assert.ThrowsAsync<OptionsValidationException>(() => Of("linksone", "linkstwo").ConfirmAsync(Cancel));
    }

    [Fact]
    public async Task Refuses_accounts_with_links_whose_map_is_lost()
    {
        await AddLinkAsync(Account("linkstwo"));

        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => Of("linksone", "linkstwo").ConfirmAsync(Cancel));
        Assert.Contains("There are links in linkstwo, but no map", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(await main.RowsAsync(TableLinkAccounts.Table));
    }

    [Fact]
    public async Task Does_not_take_the_links_of_whoever_was_faster_for_those_of_a_lost_map()
    {
        var disturbed = new UnreliableNetwork();
        disturbed.Before("GET Links", async () =>
        {
            await Of("linksone", "linkstwo").ConfirmAsync(Cancel);
            await AddLinkAsync(Account("linkstwo"));
        });
        var slow = new TestAccount(azurite, disturbed, sameAs: main);

        var map = await new TableLinkAccounts(slow.Tables, Tables(Account("linksone"), Account("linkstwo"))).ConfirmAsync(Cancel);

        Assert.Equal(["linksone", "linkstwo"], map.Accounts);
    }

    [Theory]
    [InlineData("")]
    [InlineData("linksone")]
    public async Task Refuses_a_damaged_map(string text)
    {
        await main.Tables.Open(TableLinkAccounts.Table).PutAsync(new("map", TableRows.OnlyRow) { ["Shards"] = text }, Cancel);

        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => Of("linksone").ConfirmAsync(Cancel));
        Assert.Contains("Restore the row from a backup", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reads_the_map_once()
    {
        var accounts = Of("linksone", "linkstwo");
        await accounts.MapAsync(Cancel);
        network.TakeRequests();

        await accounts.MapAsync(Cancel);

        Assert.Empty(network.TakeRequests());
    }

    [Fact]
    public async Task Ends_the_start_of_an_instance_whose_list_contradicts_the_map()
    {
        await Of("linksone", "linkstwo").ConfirmAsync(Cancel);
        using var start = Start(Of("linksone"));

        await Assert.ThrowsAsync<OptionsValidationException>(() => start.StartAsync(Cancel));
    }

    [Fact]
    public async Task Starts_during_an_outage_and_ends_once_the_map_contradicts_its_list()
    {
        await Of("linksone", "linkstwo").ConfirmAsync(Cancel);
        network.Disturb(Read, [.. Enumerable.Repeat(NetworkFault.Unavailable, AzureRetryPolicy.Retries + 1)]);
        var accounts = Of("linksone");
        using var start = Start(accounts);
        await start.StartAsync(Cancel);
        Assert.False(lifetime.HasEnded);

        await PassPatienceAsync();
        await start.ExecuteTask!.WaitAsync(Cancel);
        Assert.True(lifetime.HasEnded);
        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => accounts.MapAsync(Cancel).AsTask());
        Assert.IsType<OptionsValidationException>(refused.InnerException);
    }

    [Fact]
    public async Task Starts_during_an_outage_and_serves_links_once_it_is_over()
    {
        network.Disturb(Read, [.. Enumerable.Repeat(NetworkFault.Unavailable, 2 * (AzureRetryPolicy.Retries + 1))]);
        var accounts = Of("linksone", "linkstwo");
        using var start = Start(accounts);
        await start.StartAsync(Cancel);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => accounts.MapAsync(Cancel).AsTask());

        Assert.Equal(["linksone", "linkstwo"], (await accounts.MapAsync(Cancel)).Accounts);
        await PassPatienceAsync();
        await start.ExecuteTask!.WaitAsync(Cancel);
        Assert.False(lifetime.HasEnded);
    }

    // Once it waits, after what it waited for at its start.
    private async Task PassPatienceAsync()
    {
        await time.TimerAsync();
        await time.TimerAsync();
        time.Advance(TimeSpan.FromSeconds(5));
    }

    private static async Task<ShardMap?> ConfirmOrRefuseAsync(TableLinkAccounts accounts)
    {
        try
        {
            return await accounts.ConfirmAsync(Cancel);
        }
        catch (OptionsValidationException)
        {
            return null;
        }
    }

    private async Task AddLinkAsync(TestAccount account) =>
        Assert.True(await new TableLinkStore(account.Tables, time).TryAddAsync(SampleLinks.Live(SampleLinks.Link("abcd")), Cancel));

    private LinkAccountsStart Start(TableLinkAccounts accounts) => new(accounts, lifetime, time, NullLogger<LinkAccountsStart>.Instance);

    private TestAccount Account(string name) => new(azurite, sameAs: main, name: name);

    private TableLinkAccounts Of(params string[] names) => new(main.Tables, Tables([.. names.Select(Account)]));

    private static Dictionary<string, TableStorage> Tables(params TestAccount[] accounts) =>
        accounts.ToDictionary(account => account.Tables.Account, account => account.Tables, StringComparer.Ordinal);

    /// <summary>A clock that stands still, and says when somebody begins to wait.</summary>
    private sealed class CountedTime() : FakeTimeProvider(SampleLinks.Start)
    {
        private readonly Channel<TimeSpan> timers = Channel.CreateUnbounded<TimeSpan>();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            timers.Writer.TryWrite(dueTime);
            return timer;
        }

        public ValueTask<TimeSpan> TimerAsync() => timers.Reader.ReadAsync(Cancel);
    }

    private sealed class Lifetime : IHostApplicationLifetime, IDisposable
    {
        private readonly CancellationTokenSource ended = new();

        public bool HasEnded => ended.IsCancellationRequested;

        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => ended.Token;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication() => ended.Cancel();

        public void Dispose() => ended.Dispose();
    }
}
