using System.Net;

namespace Serverless.Core.Tests.Messaging.Push;

/// <summary>The process dies before or after any of the calls that it makes to what survives it: nothing is lost, and it goes on by itself.</summary>
public sealed class PushCrashTests
{
    /// <summary>More calls than a run of the scenario makes.</summary>
    private const int MaxCalls = 60;

    public static TheoryData<bool> Sides => [false, true];

    [Theory]
    [MemberData(nameof(Sides))]
    public async Task Everything_is_delivered_wherever_it_dies(bool after)
    {
        var struck = 0;
        for (var call = 1; call <= MaxCalls; call++)
        {
            using var world = await PushWorld.CreateAsync(subscription => subscription with { Ordered = call % 2 == 0 });
            world.Endpoints.Answer = request => new HttpResponseMessage(
                request.Numbers.Contains(2) && world.Endpoints.Requests.Count < 6 ? HttpStatusCode.InternalServerError : HttpStatusCode.OK);
            (world.Crash.At, world.Crash.IsAfter) = (call, after);
            await world.PublishAsync(3);
            await world.RunAsync(TimeSpan.FromSeconds(1));
            await world.PublishAsync(2);
            await world.RunAsync(TimeSpan.FromMinutes(5));
            struck += world.Crash.Deaths;
            Assert.Equal([1, 2, 3, 4, 5], world.Endpoints.Accepted("/mail").Distinct().Order());
            Assert.Equal(6, world.CursorStore.All.Single().State.Floor);

            await world.RunAsync(TimeSpan.FromHours(1));
            Assert.Equal(0, world.Queue.Waiting);
        }

        Assert.InRange(struck, 15, MaxCalls - 1);
    }

    [Theory]
    [MemberData(nameof(Sides))]
    public async Task An_endpoint_is_asked_and_delivered_to_wherever_it_dies(bool after)
    {
        for (var call = 1; call <= MaxCalls; call++)
        {
            using var world = await PushWorld.CreateAsync(
                subscription => subscription with { Delivery = SampleMessages.Push("https://example.com/mail") }, shards: 2);
            var asked = 0;
            world.Endpoints.Answer = request => request.Method != HttpMethod.Options ? new HttpResponseMessage(HttpStatusCode.OK) : ++asked < 3
                ? new HttpResponseMessage(HttpStatusCode.NotFound)
                : new HttpResponseMessage(HttpStatusCode.OK) { Headers = { { "WebHook-Allowed-Origin", "*" } } };
            (world.Crash.At, world.Crash.IsAfter) = (call, after);
            await world.PublishAsync(4);
            await world.RunAsync(TimeSpan.FromMinutes(10));
            Assert.Equal([1, 2, 3, 4], world.Endpoints.Accepted("/mail").Distinct().Order());
            Assert.Equal(HttpMethod.Options, world.Endpoints.Requests[0].Method);
        }
    }

    [Fact]
    public async Task Wake_ups_that_come_twice_deliver_nothing_twice()
    {
        using var world = await PushWorld.CreateAsync();
        await world.PublishAsync(3);
        for (var i = 0; i < 3; i++)
        {
            await world.WakeUps.SendToAllAsync(await world.FindAsync(), 1, TestContext.Current.CancellationToken);
        }

        await world.RunAsync(TimeSpan.FromMinutes(5));
        Assert.Equal([1, 2, 3], world.Endpoints.Accepted("/mail").Order());
    }

    [Fact]
    public async Task Wake_ups_that_never_come_are_made_up_for_by_the_sweep()
    {
        using var world = await PushWorld.CreateAsync();
        await world.PublishAsync(3);
        Assert.NotNull(world.Queue.Take(world.Time.GetUtcNow()));
        await world.RunAsync(TimeSpan.FromMinutes(3));
        Assert.Equal([1, 2, 3], world.Endpoints.Accepted("/mail").Order());
    }
}
