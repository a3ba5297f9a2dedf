using Serverless.Client.Tests.Http;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Client.Tests.RateLimiting;

/// <summary>The middleware in a sample application, in front of the real service.</summary>
public sealed class RateLimitingMiddlewareTests(RunningApp app) : IClassFixture<RunningApp>
{
    private const int Limit = 40;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lets_exactly_as_many_pass_as_the_rule_admits_in_one_round_trip_each()
    {
        await PutRuleAsync("exact");
        await using var sample = await LimitedApp.StartAsync(app.Address, app.AdminKey, options => options.Operation = _ => "exact");
        var answers = await Task.WhenAll(Enumerable.Range(0, 3 * Limit).Select(_ => sample.GetAsync("/orders", "ann")));
        Assert.Equal(Limit, answers.Count(answer => answer.StatusCode == HttpStatusCode.OK));
        Assert.Equal(2 * Limit, answers.Count(answer => answer.StatusCode == HttpStatusCode.TooManyRequests));
        Assert.Equal((Limit, 3 * Limit), (sample.Served, sample.Checks));
        using var other = await sample.GetAsync("/orders", "bob");
        Assert.Equal("counted", await other.Content.ReadAsStringAsync(Cancelled));
    }

    [Fact]
    public async Task Refuses_with_the_problem_and_the_headers_of_the_service()
    {
        await PutRuleAsync("refuses", requests: 1);
        await using var sample = await LimitedApp.StartAsync(app.Address, app.AdminKey, options => options.Operation = _ => "refuses");
        using var passed = await sample.GetAsync("/orders", "ann");
        using var refused = await sample.GetAsync("/orders", "ann");
        Assert.Equal("\"refuses\";q=1;w=86400", passed.Headers.GetValues("RateLimit-Policy").Single());
        Assert.StartsWith("\"refuses\";r=0;t=", passed.Headers.GetValues("RateLimit").Single(), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.TooManyRequests, "application/problem+json"), (refused.StatusCode, refused.Content.Headers.ContentType!.MediaType));
        Assert.True(refused.Headers.RetryAfter!.Delta > TimeSpan.FromHours(23));
        var problem = await refused.Content.ReadAsStringAsync(Cancelled);
        Assert.Contains("#quota-exceeded", problem, StringComparison.Ordinal);
        Assert.Contains("\"violated-policies\":[\"refuses\"]", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Takes_the_endpoints_name_for_the_operation_and_does_not_ask_for_the_others()
    {
        await PutRuleAsync("orders.read", requests: 1);
        await using var sample = await LimitedApp.StartAsync(app.Address, app.AdminKey);
        Assert.Equal("free", await sample.Client.GetStringAsync("/free", Cancelled));
        Assert.Equal(0, sample.Checks);
        using var first = await sample.GetAsync("/orders", "ann");
        using var second = await sample.GetAsync("/orders", "ann");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.TooManyRequests), (first.StatusCode, second.StatusCode));
    }

    [Fact]
    public async Task Fails_open_when_the_service_is_gone_and_soon_does_not_ask_any_more()
    {
        await using var sample = await LimitedApp.StartAsync(await GoneAsync(), "key", options => options.BreakDuration = TimeSpan.FromMinutes(5));
        for (var i = 0; i < 20; i++)
        {
            using var answer = await sample.GetAsync("/orders", "ann");
            Assert.Equal("degraded", await answer.Content.ReadAsStringAsync(Cancelled));
        }

        Assert.Equal((20, 3), (sample.Served, sample.Checks));
    }

    [Fact]
    public async Task Fails_open_within_the_deadline_when_the_service_does_not_answer()
    {
        await using var sample = await LimitedApp.StartAsync(
            new Uri("https://example.com"), "key", options => options.Deadline = TimeSpan.FromMilliseconds(50), new SilentHandler());
        using var answer = await sample.GetAsync("/orders", "ann");
        Assert.Equal("degraded", await answer.Content.ReadAsStringAsync(Cancelled));
    }

    [Fact]
    public async Task Fails_closed_where_that_is_asked_for()
    {
        await using var sample = await LimitedApp.StartAsync(await GoneAsync(), "key", options => options.OnFailure = RateLimitFailureMode.Closed);
        using var answer = await sample.GetAsync("/orders", "ann");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), answer.Headers.RetryAfter!.Delta);
        Assert.Contains("limits-unavailable", await answer.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
        Assert.Equal(0, sample.Served);
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized, "{}", HttpStatusCode.OK)]
    [InlineData(HttpStatusCode.TooManyRequests, "{}", HttpStatusCode.OK)]
    [InlineData(HttpStatusCode.OK, "<html>", HttpStatusCode.OK)]
    [InlineData(HttpStatusCode.ServiceUnavailable, """{"type":"urn:problem-type:serverless:limits-unavailable"}""", HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.ServiceUnavailable, """{"type":"urn:problem-type:serverless:unavailable"}""", HttpStatusCode.OK)]
    [InlineData(HttpStatusCode.BadRequest, """{"type":"urn:problem-type:serverless:invalid-request"}""", HttpStatusCode.OK)]
    public async Task Passes_on_what_is_a_decision_and_takes_the_rest_for_a_failure(HttpStatusCode status, string body, HttpStatusCode expected)
    {
        await using var sample = await LimitedApp.StartAsync(
            new Uri("https://example.com"), "key", handler: new ScriptedHandler(_ => ScriptedHandler.Json(status, body, status == HttpStatusCode.OK ? "application/json" : "application/problem+json")));
        using var answer = await sample.GetAsync("/orders", "ann");
        Assert.Equal(expected, answer.StatusCode);
    }

    [Theory]
    [InlineData(RateLimitFailureMode.Open, HttpStatusCode.OK)]
    [InlineData(RateLimitFailureMode.Closed, HttpStatusCode.ServiceUnavailable)]
    public async Task Takes_a_mistake_of_the_operators_for_a_failure_and_logs_it_once(RateLimitFailureMode mode, HttpStatusCode expected)
    {
        await PutRuleAsync("mistaken", requests: 1);
        await using var sample = await LimitedApp.StartAsync(
            app.Address, app.AdminKey, options => (options.Operation, options.Cost, options.OnFailure) = (context => context.Request.Query.ContainsKey("bad") ? "no name" : "mistaken", _ => 2, mode));
        for (var i = 0; i < 10; i++)
        {
            using var tooDear = await sample.GetAsync("/orders", "ann");
            using var badName = await sample.GetAsync("/orders?bad", "ann");
            Assert.Equal((expected, expected), (tooDear.StatusCode, badName.StatusCode));
        }

        Assert.Equal(20, sample.Checks);
        Assert.Matches("^The rate limiter answered 400 to a check of api sample, op mistaken, which decides nothing: .*cost", Assert.Single(sample.Logged));
    }

    [Fact]
    public async Task Logs_nothing_of_requests_that_are_decided()
    {
        await PutRuleAsync("quiet", requests: 5);
        await using var sample = await LimitedApp.StartAsync(app.Address, app.AdminKey, options => options.Operation = _ => "quiet");
        for (var i = 0; i < 10; i++)
        {
            using var answer = await sample.GetAsync("/orders", "ann");
        }

        Assert.Empty(sample.Logged);
    }

    private static async Task<Uri> GoneAsync()
    {
        using var folder = new TempFolder();
        await using var host = await LocalHostProcess.StartAsync(folder.Path);
        var address = host.Address;
        await host.KillAsync();
        return address;
    }

    private async Task PutRuleAsync(string op, int requests = Limit)
    {
        using var service = new TestClient(app.Address, app.AdminKey);
        await service.Client.RateLimits.PutRuleAsync(
            new RateLimitRule { Id = op, Api = "sample", Op = op, TimeUnit = RateLimitUnit.Day, Requests = requests, Algorithm = RateLimitAlgorithm.SlidingWindowLog }, Cancelled);
    }

    private sealed class SilentHandler : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            throw new InvalidOperationException("It waits for ever.");
        }
    }
}
