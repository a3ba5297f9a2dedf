using Microsoft.Extensions.Time.Testing;
using Serverless.Azure.Tests.CosmosStandIn;
using Serverless.Core.Cosmos;
using Serverless.Core.Messaging.Attempts;
using Serverless.Core.Messaging.Cosmos;
using Serverless.Core.Messaging.Webhooks;
using Serverless.Core.Tests.Messaging.Attempts;

namespace Serverless.Azure.Tests.Messaging.Cosmos;

/// <summary>The contract, kept over the stand-in, or the account that <c>COSMOS_TEST_CONNECTION</c> names.</summary>
public sealed class CosmosAttemptStoreTests : AttemptStoreContract, IAsyncDisposable
{
    private readonly CosmosTestAccount cosmos = CosmosTestAccount.Any();

    protected override IAttemptStore Store => field ??= new CosmosAttemptStore(cosmos.Account);

    protected override DateTimeOffset Now => new(cosmos.Time.GetUtcNow().Date, TimeSpan.Zero);

    [Fact]
    public async Task Another_process_removes_what_is_too_much_too()
    {
        await using var standIn = new CosmosTestAccount(cosmos.Time);
        for (var first = 0; first < 1_500; first += 100)
        {
            await new CosmosAttemptStore(standIn.Account).AddAsync(
                "busy", [.. Enumerable.Range(first, 100).Select(number => Attempt(number, DeliveryResult.Delivered))], Now, Cancel);
        }

        var (partition, _) = standIn.Gateway.Account.Find(CosmosTestAccount.Database, CosmosContainers.Attempts).Read("busy", null);
        Assert.Equal(10, partition.Items.Count);
    }

    [Fact]
    public async Task The_service_removes_what_is_too_old()
    {
        await using var standIn = new CosmosTestAccount(new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56)));
        var store = new CosmosAttemptStore(standIn.Account);
        await store.AddAsync("old", [Attempt(1, DeliveryResult.Delivered)], Now, Cancel);
        ((FakeTimeProvider)standIn.Time).Advance(IAttemptStore.KeptFor);
        Assert.Single(await store.ListAsync("old", standIn.Time.GetUtcNow(), Cancel));
        ((FakeTimeProvider)standIn.Time).Advance(TimeSpan.FromHours(2));
        Assert.Empty(await store.ListAsync("old", standIn.Time.GetUtcNow(), Cancel));
    }

    public ValueTask DisposeAsync() => cosmos.DisposeAsync();
}
