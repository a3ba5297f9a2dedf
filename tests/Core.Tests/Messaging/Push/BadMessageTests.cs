using System.Net;
using CsCheck;
using Serverless.Core.Messaging.Push;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.Messaging.Webhooks;

namespace Serverless.Core.Tests.Messaging.Push;

/// <summary>An endpoint that finds fault with some messages is as well as any other: the rest is sent as if they were not there.</summary>
public sealed class BadMessageTests
{
    /// <summary>Answers that are about the message.</summary>
    public static TheoryData<HttpStatusCode> Rejections =>
    [
        HttpStatusCode.BadRequest, HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden, HttpStatusCode.NotFound, HttpStatusCode.Conflict,
        HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.UnprocessableEntity, (HttpStatusCode)499,
    ];

    [Theory]
    [MemberData(nameof(Rejections))]
    public async Task Those_behind_ten_bad_ones_are_delivered_at_once(HttpStatusCode status)
    {
        using var world = await PushWorld.CreateAsync();
        Refuse(world, number => number <= 10, status);
        await world.PublishAsync(30);
        await world.RunAsync(TimeSpan.FromMilliseconds(1));
        Assert.Equal(Enumerable.Range(11, 20), world.Endpoints.Accepted("/mail").Order());
        Assert.False(((Delivery.Push)(await world.FindAsync()).Delivery).Slow);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task One_in_a_hundred_that_is_bad_for_ever_delays_no_other(bool isBatched, bool isOrdered)
    {
        using var world = await PushWorld.CreateAsync(subscription => subscription with
        {
            Ordered = isOrdered,
            OnExhausted = isOrdered ? ExhaustedAction.Block : ExhaustedAction.DeadLetter,
            Delivery = (Delivery.Push)subscription.Delivery with { Batch = isBatched },
        });
        Refuse(world, IsBad, HttpStatusCode.UnprocessableEntity);
        for (var second = 0; second < 90; second++)
        {
            foreach (var number in Enumerable.Range((second * 20) + 1, 20))
            {
                await world.PublishAsync(1, $"key-{(IsBad(number) ? "bad" : number % 7)}");
            }

            await world.RunAsync(TimeSpan.FromSeconds(1));
            Assert.Equal(Enumerable.Range(1, (second + 1) * 20).Where(number => !IsBad(number)), world.Endpoints.Accepted("/mail").Order());
        }

        static bool IsBad(int number) => number % 100 == 50;
    }

    [Fact]
    public async Task A_bad_message_that_blocks_its_key_blocks_no_other()
    {
        using var world = await PushWorld.CreateAsync(subscription => subscription with { Ordered = true, OnExhausted = ExhaustedAction.Block });
        Refuse(world, number => number == 1, HttpStatusCode.BadRequest);
        await world.PublishAsync(3, "a");
        for (var i = 0; i < 24; i++)
        {
            await world.PublishAsync(1, "b");
            await world.PublishAsync(1, $"c{i}");
            await world.RunAsync(TimeSpan.FromSeconds(10));
            Assert.Equal(2 * (i + 1), world.Endpoints.Accepted("/mail").Count());
        }

        world.Endpoints.Answer = _ => new HttpResponseMessage(HttpStatusCode.OK);
        await world.RunAsync(TimeSpan.FromMinutes(11));
        Assert.Equal([1, 2, 3], world.Endpoints.Accepted("/mail").Where(number => number <= 3));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(33)]
    public async Task A_bad_message_of_a_batch_is_found_by_halves(int bad)
    {
        using var world = await PushWorld.CreateAsync(subscription => subscription with { Delivery = (Delivery.Push)subscription.Delivery with { Batch = true } });
        Refuse(world, number => number == bad, HttpStatusCode.BadRequest);
        await world.PublishAsync(64);
        await world.RunAsync(TimeSpan.FromMilliseconds(1));
        Assert.Equal(63, world.Endpoints.Accepted("/mail").Distinct().Count());
        Assert.Equal(63, world.Endpoints.Accepted("/mail").Count());
        // The whole, and two halves of what failed each time.
        Assert.Equal(1 + (2 * 6), world.Endpoints.Requests.Count);

        world.Endpoints.Requests.Clear();
        await world.PublishAsync(10);
        await world.RunAsync(TimeSpan.FromSeconds(10));
        Assert.All(world.Endpoints.Requests.Where(request => request.Numbers.Contains(bad)), request => Assert.Single(request.Numbers));
        Assert.Contains(world.Endpoints.Requests, request => request.Numbers.Length == 10);
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.BadGateway)]
    [InlineData(HttpStatusCode.RequestTimeout)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    public async Task A_message_that_makes_the_endpoint_fail_keeps_the_others_no_longer_than_an_attempt_may_take(HttpStatusCode status)
    {
        using var world = await PushWorld.CreateAsync();
        Refuse(world, number => number is 5 or 105 or 205, status);
        for (var round = 1; round <= 3; round++)
        {
            await world.PublishAsync(100);
            await world.RunAsync(WebhookClient.AttemptTimeout);
            Assert.Equal(99 * round, world.Endpoints.Accepted("/mail").Distinct().Count());
            await world.RunAsync(TimeSpan.FromMinutes(2));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_message_that_is_never_answered_does_not_keep_the_others_waiting(bool isOrdered)
    {
        using var world = await PushWorld.CreateAsync(subscription => subscription with { Ordered = isOrdered });
        world.Endpoints.Hangs = request => request.Numbers.Any(number => number % 50 == 5);
        for (var number = 1; number <= 200; number++)
        {
            await world.PublishAsync(1, $"key-{number}");
        }

        var start = world.Time.GetUtcNow();
        await world.RunAsync(TimeSpan.FromMinutes(1));
        var delivered = world.Endpoints.Requests.Where(request => request.IsAccepted).ToArray();
        Assert.Equal(Enumerable.Range(1, 200).Where(number => number % 50 != 5), delivered.SelectMany(request => request.Numbers).Order());
        Assert.All(delivered, request => Assert.InRange(request.At - start, TimeSpan.Zero, WebhookClient.AttemptTimeout / 2));
    }

    [Fact]
    public async Task An_endpoint_that_answers_only_failures_is_tried_at_least_every_ten_seconds()
    {
        using var world = await PushWorld.CreateAsync();
        world.Endpoints.Answer = _ => new HttpResponseMessage(HttpStatusCode.InternalServerError);
        await world.PublishAsync(200);
        await world.RunAsync(TimeSpan.FromMinutes(10));
        var gaps = world.Endpoints.Requests.Zip(world.Endpoints.Requests.Skip(1)).Select(pair => pair.Second.At - pair.First.At).ToArray();
        Assert.All(gaps, gap => Assert.InRange(gap, TimeSpan.Zero, EndpointHealth.LongestHoldOfAnswering));
        Assert.InRange(world.Endpoints.Requests.Count, 55, 75);

        world.Endpoints.Answer = _ => new HttpResponseMessage(HttpStatusCode.OK);
        await world.RunAsync(EndpointHealth.LongestHoldOfAnswering);
        Assert.InRange(world.Endpoints.Accepted("/mail").Distinct().Count(), 130, 200);
    }

    [Fact]
    public void Whatever_is_wrong_with_which_messages_the_others_wait_no_longer_than_an_attempt() => Gen.Select(
        Gen.Int[1, 60].HashSet[0, 20], Gen.Int[400, 499].Where(status => status is not (408 or 410 or 429)).Array[60], Gen.Bool, Gen.Int[1, 20].Array[6]).Sample(
        sample =>
        {
            var (bad, statuses, isBatched, sizes) = sample;
            using var world = PushWorld.CreateAsync(
                subscription => subscription with { Delivery = (Delivery.Push)subscription.Delivery with { Batch = isBatched } }).GetAwaiter().GetResult();
            world.Endpoints.Answer = request => request.Numbers.FirstOrDefault(bad.Contains) is var found and > 0
                ? new HttpResponseMessage((HttpStatusCode)statuses[found - 1])
                : new HttpResponseMessage(HttpStatusCode.OK);
            var published = 0;
            foreach (var size in sizes)
            {
                world.PublishAsync(size).GetAwaiter().GetResult();
                published += size;
                world.RunAsync(WebhookClient.AttemptTimeout).GetAwaiter().GetResult();
                Assert.Equal(
                    Enumerable.Range(1, published).Where(number => !bad.Contains(number)), world.Endpoints.Accepted("/mail").Distinct().Order());
            }
        },
        iter: 100);

    private static void Refuse(PushWorld world, Func<int, bool> isBad, HttpStatusCode status) =>
        world.Endpoints.Answer = request => new HttpResponseMessage(request.Numbers.Any(isBad) ? status : HttpStatusCode.OK);
}
