using Microsoft.AspNetCore.Http;

namespace Serverless.Functions.Tests.RateLimiting;

/// <summary>Which forwarded requests count, by what the API answers.</summary>
public sealed class GatewayCountingTests(GatewayApp gateway) : IClassFixture<GatewayApp>
{
    private readonly string name = "count-" + Guid.NewGuid().ToString("n");

    [Theory]
    [InlineData("<500", 200, true)]
    [InlineData("<500", 404, true)]
    [InlineData("<500", 500, false)]
    [InlineData("<=403", 403, true)]
    [InlineData(">399", 399, false)]
    [InlineData(">=400", 400, true)]
    [InlineData("200-299, 404", 404, true)]
    [InlineData("200-299, 404", 304, false)]
    public async Task Gives_back_what_a_request_took_whose_answer_does_not_count(string condition, int status, bool counts)
    {
        gateway.Upstream.Answers["/" + name] = context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        };
        await PutAsync(gateway.Upstream.Address.ToString(), condition);
        Assert.Equal((status, counts ? 4 : 5), await AskAsync());
    }

    [Fact]
    public async Task An_api_that_cannot_be_reached_counts_nothing()
    {
        using var port = new ClosedPort();
        await PutAsync($"http://127.0.0.1:{port.Number}/", "100-599");
        Assert.Equal((StatusCodes.Status502BadGateway, 5), await AskAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("<50")]
    [InlineData("abc")]
    [InlineData("300-200")]
    [InlineData("600")]
    public async Task Refuses_what_is_no_condition(string condition)
    {
        using var admin = gateway.App.Admin();
        using var put = await admin.PutAsync($"/api/ratelimit/apis/{name}", Api("http://127.0.0.1:1/", condition));
        put.Refuses("operations[0].countWhen.status", "status codes");
    }

    private object Api(string upstream, string condition) => new { upstream, operations = new[] { new { op = "any", method = "*", route = "{*path}", countWhen = new { status = condition } } } };

    private async Task PutAsync(string upstream, string condition)
    {
        await gateway.PutApiAsync(name, Api(upstream, condition));
        await gateway.PutRuleAsync(name, new { api = name, op = "any", timeUnit = "day", requests = 5, identifyBy = "ip" });
    }

    private async Task<(int Status, int Remaining)> AskAsync()
    {
        using var client = gateway.App.Anonymous();
        using var admin = gateway.App.Admin();
        using var answered = await client.GetAsync($"/gateway/{name}/{name}");
        using var left = await admin.GetAsync($"/api/ratelimit/counters?rule={name}&ip=127.0.0.1");
        return ((int)answered.Status, left.Json.GetProperty("remaining").GetInt32());
    }
}
