using System.Net;
using Serverless.Core.Messaging.Administration;
using Serverless.Core.Messaging.Push;

namespace Serverless.Core.Tests.Messaging.Push;

/// <summary>What push subscriptions cost in commands to Redis and messages of queues: by their number, not by its square.</summary>
public sealed class PushCostTests
{
    /// <summary>Marks set and taken away, and messages sent, for each subscription: when it is made, and when a message is delivered to it.</summary>
    private const int Most = 6;

    [Theory]
    [InlineData(100)]
    [InlineData(400)]
    public async Task Subscriptions_that_are_made_and_get_a_message_cost_what_each_of_them_costs(int made)
    {
        using var world = await SubscribedAsync(made);
        var subscriptions = made + 1;
        Assert.InRange(world.Marks.Set, 0, made);
        Assert.InRange(world.Marks.Set + world.Marks.Cleared, made, Most * made);
        Assert.InRange(world.Queue.Sent.Count, made, Most * made);

        var (set, sent) = (world.Marks.Set, world.Queue.Sent.Count);
        await world.PublishAsync();
        await world.RunAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(subscriptions, world.Endpoints.Requests.Count(request => request.IsAccepted && request.Numbers is [1]));
        Assert.Equal(subscriptions, world.Marks.Set - set);
        // A wake-up each, and the fan-outs: one of each page and what is promised and swept.
        Assert.InRange(world.Queue.Sent.Count - sent, subscriptions, subscriptions + (subscriptions / FanOut.Page) + 5);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Those_who_have_everything_are_woken_no_more(bool areFloorsOld)
    {
        using var world = await SubscribedAsync(300);
        world.HasOldFloors = areFloorsOld;
        await world.PublishAsync(promised: true);
        await world.RunAsync(TimeSpan.FromSeconds(20));
        world.Endpoints.Requests.Clear();
        world.Queue.Sent.Clear();
        var set = world.Marks.Set;
        await world.RunAsync(TimeSpan.FromMinutes(10));
        Assert.Empty(world.Endpoints.Requests);
        Assert.DoesNotContain(world.Queue.Sent, sent => sent.Queue is PushQueues.Normal or PushQueues.Slow);
        Assert.Equal(set, world.Marks.Set);
    }

    [Fact]
    public async Task The_one_that_was_not_woken_is_found_among_those_that_were()
    {
        using var world = await SubscribedAsync(50);
        await world.PublishAsync();
        Assert.NotNull(world.Queue.Take(world.Time.GetUtcNow()));
        await world.WakeUps.SendToAllAsync(await world.FindAsync("s7"), 1, TestContext.Current.CancellationToken);
        await world.RunAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(["/s7"], Delivered());
        world.Queue.Sent.Clear();
        await world.RunAsync(TimeSpan.FromMinutes(3));
        Assert.Equal(51, Delivered().Distinct().Count());
        Assert.DoesNotContain(world.Queue.Sent, sent => sent.Message.Contains("/s7/", StringComparison.Ordinal));

        IEnumerable<string> Delivered() => world.Endpoints.Requests.Where(request => request.IsAccepted && request.Numbers is [1]).Select(request => request.Path);
    }

    /// <summary>Some that were made, and the one that was there.</summary>
    private static async Task<PushWorld> SubscribedAsync(int made)
    {
        var world = await PushWorld.CreateAsync();
        world.Endpoints.Answer = _ => new HttpResponseMessage(HttpStatusCode.NoContent) { Headers = { { "WebHook-Allowed-Origin", "*" } } };
        for (var i = 0; i < made; i++)
        {
            var request = new SubscriptionRequest { Delivery = new DeliveryRequest { Mode = "push", Endpoint = $"https://example.com/s{i}" } };
            Assert.NotNull((await world.Editor.PutAsync(world.Topic.Name, $"s{i}", request, _ => true, TestContext.Current.CancellationToken)).NewSecret);
            await world.RunAsync(TimeSpan.FromMilliseconds(10));
        }

        await world.RunAsync(TimeSpan.FromMinutes(1));
        return world;
    }
}
