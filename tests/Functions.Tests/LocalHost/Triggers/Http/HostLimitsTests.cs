using Microsoft.Extensions.DependencyInjection;
using Serverless.LocalHost.Triggers;

namespace Serverless.Functions.Tests.LocalHost.Triggers.Http;

/// <summary>Limits of the real host, where they are asked for.</summary>
public sealed class HostLimitsTests
{
    private static readonly (string, string) Asked = ("Host:Limits", "true");

    private readonly HeldFunctions.Gate gate = new();

    [Fact]
    public async Task Beyond_those_that_run_and_those_that_wait_a_request_is_answered_429()
    {
        await using var server = await StartAsync(new HttpSettings { MaxConcurrentRequests = 2, MaxOutstandingRequests = 3 }, Asked);
        var running = new[] { server.GetAsync("/held"), server.GetAsync("/held") };
        await gate.Entered.NextAsync(2);
        var waiting = server.GetAsync("/held");
        // Which of the two the host takes first is not known; one waits, the other is turned away.
        var another = server.GetAsync("/held");
        var refused = await await Task.WhenAny(waiting, another);
        Assert.Equal((429, ""), (refused.Status, refused.Body));
        Assert.Equal(0, gate.Entered.Unseen);
        gate.Open.SetResult();
        Assert.All(await Task.WhenAll(running), answer => Assert.Equal("done", answer.Body));
        Assert.Equal([200, 429], (await Task.WhenAll(waiting, another)).Select(answer => answer.Status).Order());
    }

    [Fact]
    public async Task A_place_is_free_again_when_its_request_is_answered()
    {
        await using var server = await StartAsync(new HttpSettings { MaxConcurrentRequests = 1, MaxOutstandingRequests = 1 }, Asked);
        gate.Open.SetResult();
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(200, (await server.GetAsync("/held")).Status);
        }
    }

    [Fact]
    public async Task Nobody_is_turned_away_unless_asked_for()
    {
        await using var server = await StartAsync(new HttpSettings { MaxConcurrentRequests = 1, MaxOutstandingRequests = 1 });
        var running = new[] { server.GetAsync("/held"), server.GetAsync("/held"), server.GetAsync("/held") };
        await gate.Entered.NextAsync(3);
        gate.Open.SetResult();
        Assert.All(await Task.WhenAll(running), answer => Assert.Equal(200, answer.Status));
    }

    [Theory]
    [InlineData(2, 200)]
    [InlineData(3, 500)]
    public async Task A_body_above_the_hosts_limit_is_an_empty_500(int length, int status)
    {
        await using var server = await StartAsync(new HttpSettings(), ("FUNCTIONS_REQUEST_BODY_SIZE_LIMIT", "2"));
        gate.Open.SetResult();
        var answer = await server.SendAsync("POST", "/held", $"Content-Length: {length}\r\n\r\n{new string('x', length)}");
        Assert.Equal((status, status == 200 ? "done" : ""), (answer.Status, answer.Body));
        Assert.Equal(status == 200 ? 1 : 0, gate.Entered.Unseen);
    }

    private Task<FunctionsServer> StartAsync(HttpSettings http, params (string, string)[] settings) =>
        FunctionsServer.StartAsync(typeof(HeldFunctions), configure: services => services.AddSingleton(gate), http: http, settings: settings);
}
