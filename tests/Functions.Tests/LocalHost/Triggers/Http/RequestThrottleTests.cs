using Microsoft.Extensions.DependencyInjection;
using Serverless.LocalHost.Triggers;

namespace Serverless.Functions.Tests.LocalHost.Triggers.Http;

public sealed class RequestThrottleTests
{
    [Fact]
    public async Task Answers_429_to_what_has_no_room_and_runs_the_rest_in_turn()
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var settings = new HostSettings("", new QueueSettings()) { MaxConcurrentRequests = 2, MaxOutstandingRequests = 3 };
        await using var server = await FunctionsServer.StartAsync(typeof(WaitingFunctions), configure: services => services.AddSingleton(go), settings: settings);
        var requests = Enumerable.Range(0, 4).Select(_ => server.GetAsync("/wait")).ToList();
        var first = await Task.WhenAny(requests);
        Assert.Equal(429, (await first).Status);
        requests.Remove(first);
        go.SetResult();
        Assert.All(await Task.WhenAll(requests), answer => Assert.Equal(200, answer.Status));
    }
}
