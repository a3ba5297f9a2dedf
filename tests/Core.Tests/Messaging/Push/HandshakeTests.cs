using System.Net;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Tests.Messaging.Push;

/// <summary>An endpoint is asked before the first delivery.</summary>
public sealed class HandshakeTests
{
    [Fact]
    public async Task Nothing_is_sent_to_an_endpoint_that_has_not_agreed_and_it_is_asked_ever_less_often()
    {
        using var world = await PushWorld.CreateAsync(Unverified);
        world.Endpoints.Answer = _ => new HttpResponseMessage(HttpStatusCode.OK);
        await world.PublishAsync(3);
        await world.RunAsync(TimeSpan.FromHours(2));
        var asked = world.Endpoints.Requests;
        Assert.All(asked, request => Assert.Equal(HttpMethod.Options, request.Method));
        Assert.InRange(asked.Count, 15, 30);
        Assert.True(asked[^1].At - asked[^2].At >= TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task An_endpoint_that_agrees_gets_everything_since_the_subscription_was_made()
    {
        using var world = await PushWorld.CreateAsync(Unverified, shards: 4);
        world.Endpoints.Answer = _ => new HttpResponseMessage(HttpStatusCode.OK)
        {
            Headers = { { "WebHook-Allowed-Origin", PushWorld.Origin }, { "WebHook-Allowed-Rate", "2" } },
        };
        await world.PublishAsync(2);
        await world.RunAsync(TimeSpan.FromMinutes(1));
        await world.PublishAsync(2);
        await world.RunAsync(TimeSpan.FromMinutes(20));
        var push = (Delivery.Push)(await world.FindAsync()).Delivery;
        Assert.Equal((true, 2), (push.Verified, push.AllowedRate));
        Assert.Equal([1, 2, 3, 4], world.Endpoints.Accepted("/mail").Order());
        Assert.Equal(PushWorld.Origin, Assert.Single(world.Endpoints.Requests, request => request.Method == HttpMethod.Options).Headers["WebHook-Request-Origin"]);
    }

    [Fact]
    public async Task A_changed_subscription_is_asked_at_once()
    {
        using var world = await PushWorld.CreateAsync(Unverified);
        world.Endpoints.Answer = _ => new HttpResponseMessage(HttpStatusCode.NotFound);
        await world.PublishAsync();
        await world.RunAsync(TimeSpan.FromHours(1));
        world.Endpoints.Answer = _ => new HttpResponseMessage(HttpStatusCode.OK) { Headers = { { "WebHook-Allowed-Origin", "*" } } };
        await world.ChangeAsync(current => current with { Delivery = SampleMessages.Push("https://example.com/other") });
        await world.WakeUps.SendToAllAsync(await world.FindAsync(), 1, TestContext.Current.CancellationToken);
        await world.RunAsync(TimeSpan.FromSeconds(1));
        Assert.Equal([1], world.Endpoints.Accepted("/other"));
    }

    private static Subscription Unverified(Subscription subscription) => subscription with { Delivery = SampleMessages.Push("https://example.com/mail") };
}
