using System.Net;
using System.Net.Http.Headers;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Tests.Messaging.Push;

/// <summary>What becomes of messages for an endpoint.</summary>
public sealed class PushDeliveryTests
{
    [Fact]
    public async Task Delivers_each_message_once_and_leaves_nothing_behind()
    {
        using var world = await PushWorld.CreateAsync();
        await world.PublishAsync(100);
        await world.RunAsync(TimeSpan.FromMinutes(5));
        Assert.Equal(Enumerable.Range(1, 100), world.Endpoints.Accepted("/mail").Order());
        Assert.Equal((101, 0), (world.CursorStore.All.Single().State.Floor, world.Queue.Waiting));
    }

    [Fact]
    public async Task Delivers_at_once_what_a_lagging_replica_does_not_know_yet()
    {
        using var world = await PushWorld.CreateAsync();
        await world.PublishAsync();
        await world.RunAsync(TimeSpan.FromSeconds(1));
        world.HasOldHeads = true;
        await world.PublishAsync();
        await world.RunAsync(TimeSpan.FromSeconds(1));
        Assert.Equal([1, 2], world.Endpoints.Accepted("/mail"));

        // The second meets the mark of the first, which is on its way and knows less.
        await world.PublishAsync();
        await world.PublishAsync();
        await world.RunAsync(TimeSpan.FromSeconds(1));
        Assert.Equal([1, 2, 3, 4], world.Endpoints.Accepted("/mail"));
    }

    [Fact]
    public async Task Tells_the_endpoint_who_sends_and_names_a_message_the_same_at_every_attempt()
    {
        using var world = await PushWorld.CreateAsync();
        world.Endpoints.Answer = _ => new HttpResponseMessage(world.Endpoints.Requests.Count < 3 ? HttpStatusCode.InternalServerError : HttpStatusCode.OK);
        await world.PublishAsync();
        await world.RunAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(3, world.Endpoints.Requests.Count);
        Assert.Single(world.Endpoints.Requests.Select(request => request.Headers["webhook-id"]).Distinct());
        Assert.Equal(3, world.Endpoints.Requests.Select(request => request.Headers["webhook-timestamp"]).Distinct().Count());
        Assert.All(world.Endpoints.Requests, request => Assert.Equal(PushWorld.Origin, request.Headers["WebHook-Request-Origin"]));
    }

    [Fact]
    public async Task A_message_that_is_refused_does_not_hold_up_the_others_and_is_dead_lettered_in_the_end()
    {
        using var world = await PushWorld.CreateAsync(subscription => subscription with { Retry = subscription.Retry with { MaxAttempts = 3 } });
        world.Endpoints.Answer = request => new HttpResponseMessage(request.Numbers.Contains(2) ? HttpStatusCode.BadRequest : HttpStatusCode.OK);
        await world.PublishAsync(4);
        await world.RunAsync(TimeSpan.FromMinutes(10));
        Assert.Equal([1, 3, 4], world.Endpoints.Accepted("/mail").Order());
        Assert.Equal(3, world.Endpoints.Requests.Count(request => request.Numbers is [2]));
        Assert.Equal((5, 1), (world.CursorStore.All.Single().State.Floor, world.CursorStore.All.Single().State.DeadLettered));
    }

    [Fact]
    public async Task A_failed_message_of_an_ordered_subscription_stops_its_key_alone()
    {
        using var world = await PushWorld.CreateAsync(subscription => subscription with { Ordered = true });
        var failures = 0;
        world.Endpoints.Answer = request => new HttpResponseMessage(
            request.Numbers.Contains(1) && failures++ < 2 ? HttpStatusCode.InternalServerError : HttpStatusCode.OK);
        await world.PublishAsync(3, "a");
        await world.PublishAsync(3, "b");
        await world.RunAsync(TimeSpan.FromMinutes(5));
        var accepted = world.Endpoints.Accepted("/mail").ToArray();
        Assert.Equal([1, 2, 3], accepted.Where(number => number <= 3));
        Assert.Equal([4, 5, 6], accepted.Where(number => number > 3));
        Assert.True(Array.IndexOf(accepted, 6) < Array.IndexOf(accepted, 1));
    }

    [Fact]
    public async Task A_batch_goes_into_one_request()
    {
        using var world = await PushWorld.CreateAsync(Batched);
        await world.PublishAsync(40);
        await world.RunAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(Enumerable.Range(1, 40), Assert.Single(world.Endpoints.Requests).Numbers);
    }

    [Fact]
    public async Task A_failed_batch_is_sent_again_message_by_message()
    {
        using var world = await PushWorld.CreateAsync(Batched);
        world.Endpoints.Answer = request => new HttpResponseMessage(request.Numbers.Contains(3) ? HttpStatusCode.BadRequest : HttpStatusCode.OK);
        await world.PublishAsync(5);
        await world.RunAsync(TimeSpan.FromSeconds(1));
        Assert.Equal([1, 2, 4, 5], world.Endpoints.Accepted("/mail").Order());
    }

    [Fact]
    public async Task An_endpoint_that_is_gone_pauses_its_subscription_and_gets_nothing_more()
    {
        using var world = await PushWorld.CreateAsync();
        world.Endpoints.Answer = _ => new HttpResponseMessage(HttpStatusCode.Gone);
        await world.PublishAsync();
        await world.RunAsync(TimeSpan.FromMinutes(1));
        await world.PublishAsync();
        await world.RunAsync(TimeSpan.FromMinutes(30));
        var paused = await world.FindAsync();
        Assert.Single(world.Endpoints.Requests);
        Assert.True(paused.Paused);
        Assert.Contains("410", paused.PausedReason, StringComparison.Ordinal);

        world.Endpoints.Answer = _ => new HttpResponseMessage(HttpStatusCode.OK);
        await world.ChangeAsync(current => current with { Paused = false, PausedReason = null });
        await world.WakeUps.SendToAllAsync(await world.FindAsync(), 1, TestContext.Current.CancellationToken);
        await world.RunAsync(TimeSpan.FromMinutes(1));
        Assert.Equal([1, 2], world.Endpoints.Accepted("/mail").Order());
    }

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests, 90, false)]
    [InlineData(HttpStatusCode.TooManyRequests, 3_600, true)]
    [InlineData(HttpStatusCode.ServiceUnavailable, 90, false)]
    public async Task An_endpoint_that_asks_for_time_gets_it_and_no_attempt_is_lost(HttpStatusCode status, int seconds, bool asDate)
    {
        using var world = await PushWorld.CreateAsync(subscription => subscription with { Retry = subscription.Retry with { MaxAttempts = 1 } });
        var wait = TimeSpan.FromSeconds(seconds);
        world.Endpoints.Answer = _ => world.Endpoints.Requests.Count > 1 ? new HttpResponseMessage(HttpStatusCode.OK) : new HttpResponseMessage(status)
        {
            Headers = { RetryAfter = asDate ? new RetryConditionHeaderValue(world.Time.GetUtcNow() + wait) : new RetryConditionHeaderValue(wait) },
        };
        await world.PublishAsync();
        await world.RunAsync(TimeSpan.FromSeconds(30));
        await world.PublishAsync();
        await world.RunAsync(TimeSpan.FromHours(2));
        Assert.Equal([1, 2], world.Endpoints.Accepted("/mail").Order());
        Assert.InRange(world.Endpoints.Requests[1].At - world.Endpoints.Requests[0].At, wait, wait + TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_redirect_is_a_failure()
    {
        using var world = await PushWorld.CreateAsync();
        world.Endpoints.Answer = _ => world.Endpoints.Requests.Count > 1 ? new HttpResponseMessage(HttpStatusCode.OK) : new HttpResponseMessage(HttpStatusCode.Redirect)
        {
            Headers = { Location = new Uri("https://example.com/elsewhere") },
        };
        await world.PublishAsync();
        await world.RunAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(["/mail", "/mail"], world.Endpoints.Requests.Select(request => request.Path));
    }

    [Fact]
    public async Task A_dead_endpoint_is_tried_now_and_then_with_one_message_and_costs_the_others_no_attempt()
    {
        using var world = await PushWorld.CreateAsync();
        var isDead = true;
        world.Endpoints.Answer = _ => isDead ? throw new HttpRequestException("refused") : new HttpResponseMessage(HttpStatusCode.OK);
        await world.PublishAsync(100);
        await world.RunAsync(TimeSpan.FromHours(1));
        Assert.InRange(world.Endpoints.Requests.Count, 55, 85);
        Assert.True(((Delivery.Push)(await world.FindAsync()).Delivery).Slow);

        isDead = false;
        await world.RunAsync(TimeSpan.FromMinutes(20));
        var state = world.CursorStore.All.Single().State;
        Assert.Equal(100, world.Endpoints.Accepted("/mail").Distinct().Count() + state.DeadLettered);
        Assert.InRange(state.DeadLettered, 0, 10);
        Assert.False(((Delivery.Push)(await world.FindAsync()).Delivery).Slow);
    }

    [Fact]
    public async Task An_endpoint_that_allows_a_rate_is_sent_no_more()
    {
        using var world = await PushWorld.CreateAsync(subscription => subscription with { Delivery = ((Delivery.Push)subscription.Delivery) with { AllowedRate = 2 } });
        await world.PublishAsync(3);
        await world.RunAsync(TimeSpan.FromMinutes(1));
        await world.PublishAsync(2);
        await world.RunAsync(TimeSpan.FromMinutes(10));
        var requests = world.Endpoints.Requests;
        Assert.Equal([1, 2, 3, 4, 5], world.Endpoints.Accepted("/mail").Order());
        Assert.All(requests.Zip(requests.Skip(1)), pair => Assert.True(pair.Second.At - pair.First.At >= TimeSpan.FromSeconds(30)));
    }

    private static Subscription Batched(Subscription subscription) => subscription with { Delivery = ((Delivery.Push)subscription.Delivery) with { Batch = true } };
}
