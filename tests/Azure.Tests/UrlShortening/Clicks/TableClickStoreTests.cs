using Serverless.Azure.Tests.Emulators;
using Serverless.Core.Storage;
using Serverless.Core.Tests.UrlShortening;
using Serverless.Core.UrlShortening.Clicks;

namespace Serverless.Azure.Tests.UrlShortening.Clicks;

public sealed class TableClickStoreTests : ClickStoreContract
{
    private readonly UnreliableNetwork network = new();

    public TableClickStoreTests(Azurite azurite) => Store = new TableClickStore(new TestAccount(azurite, network).Tables);

    protected override IClickStore Store { get; }

    [Theory]
    [InlineData("POST Clicks")]
    [InlineData("PUT Clicks")]
    public async Task Counts_once_what_was_added_though_the_answer_got_lost(string write)
    {
        await AddAsync("two", 1, Count("efgh", 1));
        if (write.StartsWith("PUT", StringComparison.Ordinal))
        {
            await AddAsync("one", 1, Count("abcd", 1));
        }

        var before = (await ListAsync("abcd")).Sum(count => count.Clicks);
        network.Disturb(write, NetworkFault.AnswerLost);
        await AddAsync("one", 2, Count("abcd", 3));
        Assert.Equal(before + 3, (await ListAsync("abcd")).Sum(count => count.Clicks));
    }

    [Fact]
    public async Task Adds_the_rest_of_a_batch_that_was_added_partly()
    {
        await AddAsync("one", 1, Count("abcd", 1));
        var batch = new ClickBatch("one", 2, [Count("abcd", 3), Count("efgh", 4)]);
        network.Disturb("POST Clicks", NetworkFault.RequestLost, NetworkFault.RequestLost, NetworkFault.RequestLost);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Store.AddAsync(batch, Cancel));
        await Store.AddAsync(batch, Cancel);
        Assert.Equal([new(Day, "", 4)], await ListAsync("abcd"));
        Assert.Equal([new(Day, "", 4)], await ListAsync("efgh"));
    }
}

/// <summary>The same over several accounts.</summary>
public sealed class ClicksInSeveralAccountsTests(Azurite azurite) : ClickStoreContract
{
    protected override IClickStore Store { get; } = new TestLinkAccounts(azurite, 3).Clicks();
}
