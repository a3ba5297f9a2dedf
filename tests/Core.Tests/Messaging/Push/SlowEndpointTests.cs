using System.Net;
using Serverless.Core.Messaging.Push;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Tests.Messaging.Push;

/// <summary>Endpoints that keep us waiting are delivered to apart from the others.</summary>
public sealed class SlowEndpointTests
{
    private static readonly TimeSpan AlmostTooLong = TimeSpan.FromSeconds(9.5);
    private static readonly TimeSpan TooLong = TimeSpan.FromSeconds(11);

    [Fact]
    public async Task A_healthy_endpoint_shares_no_queue_with_slow_dead_and_stuck_ones_for_long()
    {
        using var world = await PushWorld.CreateAsync();
        foreach (var name in new[] { "dead", "slow", "stuck" })
        {
            await world.SubscribeAsync(name);
        }

        world.Endpoints.Answer = request =>
        {
            world.Endpoints.Take(request.Path switch { "/slow" => AlmostTooLong, "/stuck" => TooLong, _ => TimeSpan.Zero });
            return request.Path == "/dead" ? throw new HttpRequestException("refused") : new HttpResponseMessage(HttpStatusCode.OK);
        };
        await world.PublishAsync(20);
        await world.RunAsync(TimeSpan.FromMinutes(5));
        world.Endpoints.Requests.Clear();
        world.Queue.Sent.Clear();
        await world.PublishAsync(20);
        await world.RunAsync(TimeSpan.FromMinutes(5));

        Assert.Equal(Enumerable.Range(21, 20), world.Endpoints.Accepted("/mail").Order());
        Assert.All(
            world.Queue.Sent.Where(sent => sent.Queue == PushQueues.Normal), sent => Assert.Contains("/mail/", sent.Message, StringComparison.Ordinal));
        foreach (var name in new[] { "dead", "slow", "stuck" })
        {
            Assert.True(((Delivery.Push)(await world.FindAsync(name)).Delivery).Slow);
            Assert.Contains(world.Queue.Sent, sent => sent.Queue == PushQueues.Slow && sent.Message.Contains($"/{name}/", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task An_endpoint_occupies_the_common_queue_for_three_failures_at_most()
    {
        using var world = await PushWorld.CreateAsync();
        world.Endpoints.Answer = _ => throw new HttpRequestException("refused");
        await world.PublishAsync();
        await world.RunAsync(TimeSpan.FromMinutes(10));
        var normal = world.Queue.Sent.Where(sent => sent.Queue == PushQueues.Normal).ToArray();
        // Between two attempts at a message there may be a wake-up that finds that its backoff is not over.
        Assert.InRange(normal.Length, 1, 2 * EndpointHealth.MaxFailures);
        Assert.True(world.Endpoints.Requests.Count > EndpointHealth.MaxFailures);
    }

    [Fact]
    public async Task An_endpoint_that_recovers_comes_back()
    {
        using var world = await PushWorld.CreateAsync();
        world.Endpoints.Answer = _ => throw new HttpRequestException("refused");
        await world.PublishAsync(5);
        await world.RunAsync(TimeSpan.FromMinutes(1));
        world.Endpoints.Answer = _ => new HttpResponseMessage(HttpStatusCode.OK);
        await world.RunAsync(TimeSpan.FromMinutes(10));
        Assert.Equal([1, 2, 3, 4, 5], world.Endpoints.Accepted("/mail").Order());
        Assert.False(((Delivery.Push)(await world.FindAsync()).Delivery).Slow);
    }
}
