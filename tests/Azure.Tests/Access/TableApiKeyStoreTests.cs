using Serverless.Azure.Tests.Emulators;
using Serverless.Core.Access;
using Serverless.Core.Storage;
using Serverless.Core.Tests.Access;

namespace Serverless.Azure.Tests.Access;

public sealed class TableApiKeyStoreTests : ApiKeyStoreContract
{
    private readonly UnreliableNetwork network = new();
    private readonly TestAccount account;

    public TableApiKeyStoreTests(Azurite azurite)
    {
        account = new TestAccount(azurite, network);
        Store = new TableApiKeyStore(account.Tables);
    }

    protected override IApiKeyStore Store { get; }

    [Fact]
    public async Task Grants_nothing_for_a_scope_that_does_not_exist_any_more()
    {
        await Store.TryAddAsync(Key("a"), Cancel);
        var row = Assert.Single(await account.RowsAsync("ApiKeys"));
        row["Scopes"] = "links retired:orders publish:orders-*";
        await account.Tables.Open("ApiKeys").PutAsync(row, Cancel);

        AssertSame(Key("a"), await Store.FindAsync("a", Cancel));
    }

    [Fact]
    public async Task Does_not_keep_a_caller_waiting_when_the_service_asks_for_patience()
    {
        network.Disturb("GET ApiKeys", NetworkFault.Overloaded);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => Store.FindAsync("a", Cancel));

        Assert.Single(network.TakeRequests());
    }

    [Fact]
    public async Task Finds_a_key_by_one_request()
    {
        await Store.TryAddAsync(Key("a"), Cancel);
        network.TakeRequests();

        await Store.FindAsync("a", Cancel);
        await Store.FindAsync("unknown", Cancel);

        Assert.Equal(["GET ApiKeys", "GET ApiKeys"], network.TakeRequests());
    }
}
