using Serverless.Core.Messaging.Administration;
using Serverless.Core.Messaging.Push;
using Serverless.Core.Redis;
using Serverless.Core.Tests.Messaging.Push;
using Serverless.Core.Tests.RateLimiting.Servers;

namespace Serverless.Azure.Tests.Operations;

/// <summary>What push subscriptions ask of a redis-server: each a few commands, and none once everything is delivered.</summary>
public sealed class PushRedisCostTests : IAsyncLifetime
{
    /// <summary>A mark is set and taken away when a subscription is made, when its endpoint agrees, and for the wake-up that follows.</summary>
    private const int MostWhenMade = 6;

    /// <summary>A mark for a message is set once and taken away once; the wake-up that goes on looks whether there is another.</summary>
    private const int MostForAMessage = 3;

    private RedisServerProcess redis = null!;
    private RedisConnection connection = null!;
    private RedisCommands commands = null!;

    public async ValueTask InitializeAsync()
    {
        redis = await RedisServerProcess.StartAsync();
        connection = new RedisConnection(redis.Configuration);
        commands = await RedisCommands.ConnectAsync(redis.Configuration);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(400)]
    public async Task Subscriptions_that_are_made_and_get_a_message_cost_a_few_commands_each_and_then_none(int made)
    {
        using var world = await PushWorld.CreateAsync();
        world.OtherMarks = new ImmediateMarks(new RedisWakeUpMarks(connection, TimeProvider.System));
        world.Endpoints.Answer = _ => new HttpResponseMessage(HttpStatusCode.NoContent) { Headers = { { "WebHook-Allowed-Origin", "*" } } };
        await commands.TakeAsync();
        for (var i = 0; i < made; i++)
        {
            var request = new SubscriptionRequest { Delivery = new DeliveryRequest { Mode = "push", Endpoint = $"https://example.com/s{i}" } };
            Assert.NotNull((await world.Editor.PutAsync(world.Topic.Name, $"s{i}", request, _ => true, TestContext.Current.CancellationToken)).NewSecret);
            await world.RunAsync(TimeSpan.FromMilliseconds(10));
        }

        await world.RunAsync(TimeSpan.FromMinutes(1));
        Assert.InRange((await commands.TakeAsync()).Count, made, MostWhenMade * made);

        var subscriptions = made + 1;
        await world.PublishAsync(promised: true);
        await world.RunAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(subscriptions, world.Endpoints.Requests.Count(request => request.IsAccepted && request.Numbers is [1]));
        var sent = await commands.TakeAsync();
        Assert.Equal(subscriptions, sent.Count(command => command is "EVALSHA" or "EVAL"));
        Assert.InRange(sent.Count, 2 * subscriptions, MostForAMessage * subscriptions);

        await world.RunAsync(TimeSpan.FromMinutes(10));
        Assert.Empty(await commands.TakeAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await commands.DisposeAsync();
        await connection.DisposeAsync();
        await redis.DisposeAsync();
    }

    /// <summary>Waits for the server where it is called: the world's time would go on meanwhile.</summary>
    private sealed class ImmediateMarks(IWakeUpMarks inner) : IWakeUpMarks
    {
        public Task<bool> TrySetAsync(string lane, long next) => Task.FromResult(inner.TrySetAsync(lane, next).GetAwaiter().GetResult());

        public Task<long> ClearAsync(string lane) => Task.FromResult(inner.ClearAsync(lane).GetAwaiter().GetResult());
    }
}
