using System.Net;
using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.Push;

namespace Serverless.Core.Tests.Messaging.Push;

/// <summary>What endpoints ask for is bounded below by our own backoff and above by a day, and not asked for without end.</summary>
public sealed class RetryAfterTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Theory]
    [InlineData("0")]
    [InlineData("1")]
    [InlineData("-5")]
    [InlineData("Mon, 23 Nov 2020 10:00:00 GMT")]
    [InlineData("Mon, 23 Nov 2026 10:00:00 GMT")]
    [InlineData("soon")]
    public async Task Nothing_or_the_past_is_no_reason_for_a_storm(string wish)
    {
        foreach (var status in new[] { HttpStatusCode.TooManyRequests, HttpStatusCode.ServiceUnavailable })
        {
            using var world = await PushWorld.CreateAsync();
            Ask(world, status, wish);
            await world.PublishAsync(100);
            await world.RunAsync(TimeSpan.FromMinutes(1));
            Assert.InRange(world.Endpoints.Requests.Count, 2, 20);
            world.Endpoints.Requests.Clear();
            await world.RunAsync(Hour);
            Assert.InRange(world.Endpoints.Requests.Count, 30, 400);
        }
    }

    [Fact]
    public async Task More_than_a_day_is_a_day()
    {
        using var world = await PushWorld.CreateAsync();
        Ask(world, HttpStatusCode.TooManyRequests, "31536000");
        await world.PublishAsync();
        await world.RunAsync(TimeSpan.FromHours(23));
        Assert.Single(world.Endpoints.Requests);
        await world.RunAsync(TimeSpan.FromHours(2));
        Assert.Equal(2, world.Endpoints.Requests.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Asking_too_often_counts_as_attempts(int maxAttempts)
    {
        using var world = await PushWorld.CreateAsync(subscription => subscription with { Retry = subscription.Retry with { MaxAttempts = maxAttempts } });
        Ask(world, HttpStatusCode.TooManyRequests, "0");
        await world.PublishAsync();
        await world.RunAsync(6 * Hour);
        Assert.Equal(Postponements.Most + maxAttempts, world.Endpoints.Requests.Count);
        Assert.Equal(1, world.CursorStore.All.Single().State.DeadLettered);
        Assert.Equal(0, world.Queue.Waiting);
    }

    [Fact]
    public async Task Asking_a_few_times_counts_as_none()
    {
        using var world = await PushWorld.CreateAsync(subscription => subscription with { Retry = subscription.Retry with { MaxAttempts = 1 } });
        Ask(world, HttpStatusCode.TooManyRequests, "0", () => world.Endpoints.Requests.Count <= Postponements.Most);
        await world.PublishAsync(5);
        await world.RunAsync(Hour);
        Assert.Equal([1, 2, 3, 4, 5], world.Endpoints.Accepted("/mail").Order());
    }

    [Fact]
    public async Task A_message_that_alone_is_put_off_for_ever_ends_and_delays_no_other_for_long()
    {
        using var world = await PushWorld.CreateAsync(subscription => subscription with { Retry = subscription.Retry with { MaxAttempts = 2 } });
        world.Endpoints.Answer = request => new HttpResponseMessage(request.Numbers.Contains(1) ? HttpStatusCode.TooManyRequests : HttpStatusCode.OK);
        var published = 0;
        for (var i = 0; i < 200; i++)
        {
            await world.PublishAsync(10);
            published += 10;
            await world.RunAsync(TimeSpan.FromSeconds(10));
            Assert.Equal(published - 1, world.Endpoints.Accepted("/mail").Distinct().Count());
        }

        Assert.Equal(Postponements.Most + 2, world.Endpoints.Requests.Count(request => request.Numbers.Contains(1)));
        Assert.Equal(1, world.CursorStore.All.Single().State.DeadLettered);
    }

    [Fact]
    public void Those_put_off_most_are_remembered()
    {
        var postponements = new Postponements();
        for (var number = 1; number <= 100; number++)
        {
            postponements.Add(7);
            Assert.NotNull(postponements.Add(1_000 + number));
        }

        Assert.Null(postponements.Add(7));
        var id = TurnId.WithNote("p-0123456789abcdef01234567", postponements);
        Assert.InRange(id.Length, 30, CursorLimits.OwnerLength);
        Assert.True(TurnId.IsPromise(id) && TurnId.AreOfOne(id, "w-0123456789abcdef01234567"));
        var read = TurnId.NoteOf(id);
        Assert.Null(read.Add(7));
        read.Forget(7);
        Assert.Equal(1, read.Add(7));
        Assert.Equal(1, TurnId.NoteOf("p-0123456789abcdef01234567").Add(7));
    }

    private static void Ask(PushWorld world, HttpStatusCode status, string wish, Func<bool>? asks = null) => world.Endpoints.Answer = _ =>
    {
        var response = new HttpResponseMessage(asks?.Invoke() == false ? HttpStatusCode.OK : status);
        response.Headers.TryAddWithoutValidation("Retry-After", wish);
        return response;
    };
}
