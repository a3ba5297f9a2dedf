using Azure.Core;
using Microsoft.Extensions.Options;
using Serverless.Azure.Tests.CosmosStandIn;
using Serverless.Azure.Tests.Emulators;
using Serverless.Core.Cosmos;
using Serverless.Core.Storage;

namespace Serverless.Azure.Tests.Cosmos;

/// <summary>Which accounts are used, and how they are entered.</summary>
public sealed class CosmosAccountTests : IAsyncDisposable
{
    private readonly CosmosTestAccount cosmos = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Makes_the_containers_where_it_may_and_looks_at_the_account_once()
    {
        var documents = cosmos.Account.Open(CosmosContainers.Cursors);
        await documents.PutAsync(CosmosFence.In("a"), CosmosStorageJson.Default.CosmosFence, Cancel);
        cosmos.Network.TakeRequests();
        await documents.PutAsync(CosmosFence.In("b"), CosmosStorageJson.Default.CosmosFence, Cancel);
        Assert.Equal(["upsert cursors"], cosmos.Network.TakeRequests());
    }

    [Fact]
    public async Task Refuses_an_account_with_several_write_regions()
    {
        cosmos.Gateway.Account.WriteRegions = ["West Europe", "North Europe"];
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => cosmos.Account.ReadyAsync(Cancel).AsTask());
        Assert.Contains("multi-region writes off", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Eventual", false)]
    [InlineData("ConsistentPrefix", false)]
    [InlineData("Session", true)]
    [InlineData("BoundedStaleness", true)]
    [InlineData("Strong", true)]
    public async Task Refuses_an_account_without_sessions(string consistency, bool isTaken)
    {
        cosmos.Gateway.Account.Consistency = consistency;
        var refused = await Record.ExceptionAsync(() => cosmos.Account.ReadyAsync(Cancel).AsTask());
        Assert.Equal(isTaken ? null : typeof(OptionsValidationException), refused?.GetType());
    }

    [Fact]
    public async Task Asks_again_when_the_account_did_not_answer()
    {
        cosmos.Network.Disturb("about account", [.. Enumerable.Repeat(NetworkFault.Unavailable, 500)]);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => cosmos.Account.ReadyAsync(Cancel).AsTask());
        cosmos.Network.Disturb("about account");
        await cosmos.Account.ReadyAsync(Cancel);
    }

    [Fact]
    public async Task Enters_with_an_identity_as_well()
    {
        using var account = cosmos.Connect(new FixedIdentity());
        await account.Open(CosmosContainers.Log).PutAsync(CosmosFence.In("a"), CosmosStorageJson.Default.CosmosFence, Cancel);
        Assert.Contains("type=aad&ver=1.0&sig=token-of-the-test", Uri.UnescapeDataString(cosmos.Gateway.LastAuthorization), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tells_a_missing_container_from_a_missing_document()
    {
        var setting = new CosmosSetting("AccountEndpoint=https://stand-in.invalid/;AccountKey=c3RhbmQtaW4=;", null, "empty", CreatesContainers: false);
        using var handler = new StandInHandler(cosmos.Gateway);
        using var empty = new CosmosAccount(CosmosClients.Create(setting, null, () => new HttpClient(handler, disposeHandler: false)), setting, CosmosTestAccount.Telemetry(), TimeProvider.System);
        await Assert.ThrowsAsync<StoreUnavailableException>(
            () => empty.Open(CosmosContainers.Log).FindAsync("a", "b", CosmosStorageJson.Default.CosmosFence, Cancel));
    }

    [Theory]
    [InlineData("AccountEndpoint=https://x/")]
    [InlineData("nonsense")]
    public void Refuses_a_connection_string_that_lacks_something(string connection) =>
        Assert.Throws<OptionsValidationException>(() => CosmosClients.Create(new CosmosSetting(connection, null, "x", false)));

    [Fact]
    public async Task Gives_up_in_time_when_nothing_comes_back()
    {
        await cosmos.Account.ReadyAsync(Cancel);
        cosmos.Network.Disturb("read log", [.. Enumerable.Repeat(NetworkFault.TimedOut, 500)]);
        await Assert.ThrowsAsync<StoreUnavailableException>(
            () => cosmos.Account.Open(CosmosContainers.Log).FindAsync("a", "b", CosmosStorageJson.Default.CosmosFence, Cancel));
        Assert.InRange(cosmos.Network.TakeRequests().Count(request => request == "read log"), 1, 10);
    }

    [Fact]
    public async Task Stops_at_once_when_the_caller_cancels()
    {
        await cosmos.Account.ReadyAsync(Cancel);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => cosmos.Account.Open(CosmosContainers.Log).FindAsync("a", "b", CosmosStorageJson.Default.CosmosFence, cancelled.Token));
    }

    public ValueTask DisposeAsync() => cosmos.DisposeAsync();

    private sealed class FixedIdentity : TokenCredential
    {
        private static readonly AccessToken Token = new("token-of-the-test", DateTimeOffset.MaxValue);

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => Token;

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => ValueTask.FromResult(Token);
    }
}
