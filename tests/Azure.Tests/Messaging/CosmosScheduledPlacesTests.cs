using Microsoft.Extensions.Time.Testing;
using Serverless.Azure.Tests.CosmosStandIn;
using Serverless.Core.Cosmos;
using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Cosmos;
using Serverless.Core.Messaging.Scheduling;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.Tests;
using Serverless.Core.Tests.Messaging;

namespace Serverless.Azure.Tests.Messaging;

/// <summary>Which places of delayed messages are on the list.</summary>
public sealed class CosmosScheduledPlacesTests : IAsyncDisposable
{
    private readonly FakeTimeProvider time = new(SampleMessages.Start);
    private readonly CosmosTestAccount cosmos;
    private readonly CosmosScheduledMessageStore store;
    private readonly CosmosScheduledMessageStore other;
    private readonly Topic topic = SampleMessages.Topic();
    private readonly SeededRandomNumberGenerator random = new(1);

    public CosmosScheduledPlacesTests()
    {
        cosmos = new CosmosTestAccount(time);
        store = new CosmosScheduledMessageStore(cosmos.Account, time);
        other = new CosmosScheduledMessageStore(cosmos.Connect(), time);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Is_off_the_list_when_nothing_has_waited_there_for_long_and_on_it_again_with_the_next_message()
    {
        await AddAsync("a", TimeSpan.FromHours(5));
        time.Advance(CosmosScheduledMessageStore.PlaceAge + TimeSpan.FromMinutes(1));
        Assert.Single(await PlacesAsync());
        await RemoveAsync();
        Assert.Single(await PlacesAsync());
        time.Advance(CosmosScheduledMessageStore.PlaceAge + TimeSpan.FromMinutes(1));
        Assert.Empty(await PlacesAsync());
        await AddAsync("b", TimeSpan.FromHours(1));
        Assert.Single(await PlacesAsync());
    }

    [Fact]
    public async Task Stays_on_the_list_while_somebody_remembers_that_it_is_there()
    {
        for (var hour = 0; hour < 10; hour++)
        {
            await AddAsync("a", TimeSpan.FromMinutes(1));
            await RemoveAsync();
            time.Advance(TimeSpan.FromMinutes(59));
            Assert.Single(await PlacesAsync());
        }
    }

    [Fact]
    public async Task Sees_what_waits_though_the_replica_lags_behind()
    {
        await AddAsync("a", TimeSpan.FromMinutes(1));
        await RemoveAsync();
        time.Advance(TimeSpan.FromMinutes(50));
        Assert.Single(await PlacesAsync());
        cosmos.Gateway.Lag(CosmosTestAccount.Database, CosmosContainers.Scheduled);
        await AddAsync("b", TimeSpan.FromDays(6));
        time.Advance(CosmosScheduledMessageStore.PlaceAge);
        Assert.Single(await PlacesAsync());
        time.Advance(CosmosScheduledMessageStore.PlaceAge);
        Assert.Single(await PlacesAsync());
    }

    public ValueTask DisposeAsync() => cosmos.DisposeAsync();

    private async Task AddAsync(string id, TimeSpan delay)
    {
        var message = SampleMessages.Message(id: id) with { DeliverAt = time.GetUtcNow() + delay };
        Assert.True(await store.TryAddAsync(ScheduledMessage.Of(topic, message, time.GetUtcNow(), random), Cancel));
    }

    private async Task RemoveAsync()
    {
        var waiting = await store.ListAsync(topic.Streams().First(), null, null, 10, Cancel);
        Assert.True(await store.TryRemoveAsync(Assert.Single(waiting), Cancel));
    }

    private Task<IReadOnlyList<StreamId>> PlacesAsync() => other.ListPlacesAsync(time.GetUtcNow(), null, 10, Cancel);
}
