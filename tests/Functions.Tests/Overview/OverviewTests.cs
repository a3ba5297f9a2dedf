using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Core.Messaging.Trimming;
using Serverless.Core.Overview;
using Serverless.Core.RateLimiting.Rules;
using Serverless.Functions.Tests.EndToEnd;
using Serverless.Functions.Tests.Messaging;

namespace Serverless.Functions.Tests.Overview;

/// <summary>The page on whether all is well, and the traffic of a rule, over HTTP.</summary>
public sealed class OverviewTests(RunningApp app) : IClassFixture<RunningApp>
{
    private static readonly string[] Figures = ["redirects", "allowed", "denied", "degraded", "published", "delivered"];

    private readonly string name = "overview-" + Guid.NewGuid().ToString("n");

    [Fact]
    public async Task Counts_redirects_checks_and_messages_by_the_minute()
    {
        using var admin = app.Admin();
        var before = await FiguresAsync(admin);
        await PutRuleAsync(admin, new { api = name, op = "x", timeUnit = "day", requests = 2, algorithm = "slidingWindowLog" });
        for (var i = 0; i < 3; i++)
        {
            using var check = await CheckAsync(admin);
        }

        using var made = await admin.PostAsync("/api/links", new { url = "https://example.com/" });
        using var visitor = app.Anonymous();
        using var followed = await visitor.GetAsync($"/{made.Text("key")}");
        Assert.Equal(HttpStatusCode.MovedPermanently, followed.Status);
        using var topic = await admin.PutAsync($"/api/topics/{name}", new { });
        using var subscription = await admin.PutAsync($"/api/topics/{name}/subscriptions/all", new { delivery = new { mode = "pull" } });
        using var published = await admin.PostAsync($"/api/topics/{name}/publish", new { messages = new[] { new { data = 1 }, new { data = 2 } } });
        using var pulled = await admin.PostAsync($"/api/topics/{name}/subscriptions/all/pull", new { max = 10, wait = "PT10S" });
        var taken = pulled.Json.GetProperty("messages").GetArrayLength();
        var after = await FiguresAsync(admin);
        Assert.Equal([1, 2, 1, 0, 2, taken], Figures.Select((_, i) => after[i] - before[i]));
    }

    [Fact]
    public async Task Shows_sixty_minutes_the_present_one_last_and_every_dependency()
    {
        using var admin = app.Admin();
        using var overview = await admin.GetAsync("/api/overview");
        var minutes = overview.Json.GetProperty("minutes").EnumerateArray().Select(minute => minute.GetProperty("at").GetDateTimeOffset()).ToArray();
        Assert.Equal(Enumerable.Range(0, 60).Select(i => minutes[0].AddMinutes(i)), minutes);
        Assert.InRange(TimeProvider.System.GetUtcNow() - minutes[^1], TimeSpan.FromSeconds(-1), TimeSpan.FromMinutes(2));
        var dependencies = overview.Json.GetProperty("dependencies").EnumerateArray().ToArray();
        Assert.Contains(dependencies, each => each.GetProperty("name").GetString() == RulesHealthCheck.Name && each.GetProperty("status").GetString() == "healthy");
        Assert.All(dependencies, each => Assert.True(each.GetProperty("latencyMs").GetDouble() >= 0));
        Assert.Equal(JsonValueKind.Array, overview.Json.GetProperty("attention").ValueKind);
    }

    [Theory]
    [InlineData("links")]
    [InlineData("publish:orders")]
    [InlineData("ratelimit.check")]
    public async Task Is_for_any_valid_key_and_for_nobody_else(string scope)
    {
        using var client = await app.ClientAsync("team", scope);
        using var seen = await client.GetAsync("/api/overview");
        Assert.Equal(HttpStatusCode.OK, seen.Status);
        using var stranger = app.Anonymous();
        using var refused = await stranger.GetAsync("/api/overview");
        refused.IsProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        using var odd = await client.GetAsync("/api/overview?minutes=5");
        odd.IsProblem(HttpStatusCode.BadRequest, "invalid-request");
    }

    [Fact]
    public async Task A_rule_s_traffic_tells_what_it_admitted_denied_and_let_through_near_its_limit()
    {
        using var admin = app.Admin();
        await PutRuleAsync(admin, new { api = name, op = "x", timeUnit = "day", requests = 10, algorithm = "slidingWindowLog" });
        for (var i = 0; i < 13; i++)
        {
            using var check = await CheckAsync(admin);
        }

        Assert.Equal((10, 3, 2, 0), await TrafficAsync(admin));
        await PutRuleAsync(admin, new { api = name, op = "x", timeUnit = "day", requests = 10, algorithm = "slidingWindowLog", mode = "dryRun" });
        for (var i = 0; i < 4; i++)
        {
            using var check = await CheckAsync(admin);
            Assert.Equal(HttpStatusCode.OK, check.Status);
        }

        Assert.Equal((10, 3, 2, 4), await TrafficAsync(admin));
    }

    [Fact]
    public async Task A_rule_s_traffic_is_for_those_who_manage_its_api()
    {
        using var admin = app.Admin();
        await PutRuleAsync(admin, new { api = name, op = "x", timeUnit = "day", requests = 10 });
        using var own = await app.ClientAsync("team", $"ratelimit.manage:{name}");
        using var other = await app.ClientAsync("other", "ratelimit.manage:elsewhere");
        Assert.Equal((0, 0, 0, 0), await TrafficAsync(own));
        using var refused = await other.GetAsync($"/api/ratelimit/rules/{name}/traffic");
        refused.IsProblem(HttpStatusCode.Forbidden, "forbidden");
        using var none = await admin.GetAsync("/api/ratelimit/rules/no-such-rule/traffic");
        none.IsProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    [Trait(TestHost.Trait, TestHost.Local)]
    public async Task Names_endpoints_in_trouble_and_leads_to_their_pages()
    {
        await using var receiver = await PushReceiver.StartAsync();
        receiver.Answer = (context, _) => PushReceiver.AnswerAsync(context, context.Request.Path.Value == "/gone" ? StatusCodes.Status410Gone : StatusCodes.Status500InternalServerError);
        using var admin = app.Admin();
        using var stranger = await app.ClientAsync("stranger", "links");
        using var topic = await admin.PutAsync($"/api/topics/{name}", new { });
        foreach (var kind in (string[])["gone", "fails"])
        {
            using var made = await admin.PutAsync($"/api/topics/{name}/subscriptions/{kind}", new
            {
                delivery = new { mode = "push", endpoint = new Uri(receiver.Address, $"/{kind}") },
                retry = new { minBackoff = "PT0.01S", maxBackoff = "PT0.01S", maxAttempts = 100 },
            });
            Assert.Equal(HttpStatusCode.Created, made.Status);
        }

        using var published = await admin.PostAsync($"/api/topics/{name}/publish", new { messages = new[] { new { data = new { number = 1 } } } });
        var services = app.Cluster.Services[0];
        (string, string?, string?)[] told;
        do
        {
            await services.GetRequiredService<TopicTrimmer>().RunAsync(TestContext.Current.CancellationToken);
            await services.GetRequiredService<BacklogWatch>().CompleteAsync(TestContext.Current.CancellationToken);
            told = await AttentionAsync(admin);
        }
        while (told.Length < 2 || told.Any(each => each.Item1 == "parked-messages"));

        Assert.Equal(
            [
                ("failing-endpoint", $"The endpoint of subscription {name}/fails fails, or answers late: 1 message waits.", $"#/topics/{name}/subscriptions/fails"),
                ("paused-endpoint", $"Subscription {name}/gone was paused: The endpoint answered 410 Gone. 1 message waits until it is resumed.", $"#/topics/{name}/subscriptions/gone"),
            ],
            told.Order());
        Assert.Empty(await AttentionAsync(stranger));
        using var deleted = await admin.DeleteAsync($"/api/topics/{name}");
    }

    private async Task<(string Kind, string? Text, string? Link)[]> AttentionAsync(ApiClient client)
    {
        using var overview = await client.GetAsync("/api/overview");
        return
        [
            .. overview.Json.GetProperty("attention").EnumerateArray().Where(item => item.GetProperty("name").GetString()!.StartsWith(name, StringComparison.Ordinal))
                .Select(item => (item.GetProperty("kind").GetString()!, item.GetProperty("text").GetString(), item.GetProperty("link").GetString())),
        ];
    }

    private static async Task<long[]> FiguresAsync(ApiClient client)
    {
        using var overview = await client.GetAsync("/api/overview");
        var minutes = overview.Json.GetProperty("minutes").EnumerateArray().ToArray();
        return [.. Figures.Select(figure => minutes.Sum(minute => minute.GetProperty(figure).GetInt64()))];
    }

    private async Task<(long Allowed, long Denied, long NearLimit, long DryRunDenied)> TrafficAsync(ApiClient client)
    {
        using var traffic = await client.GetAsync($"/api/ratelimit/rules/{name}/traffic");
        var minutes = traffic.Json.GetProperty("minutes").EnumerateArray().ToArray();
        Assert.Equal(TrafficMinute.Shown, minutes.Length);
        long Sum(string figure) => minutes.Sum(minute => minute.GetProperty(figure).GetInt64());
        return (Sum("allowed"), Sum("denied"), Sum("nearLimit"), Sum("dryRunDenied"));
    }

    private async Task PutRuleAsync(ApiClient client, object rule)
    {
        using var put = await client.PutAsync($"/api/ratelimit/rules/{name}", rule);
        Assert.True(put.Status is HttpStatusCode.Created or HttpStatusCode.OK);
    }

    private Task<ApiResponse> CheckAsync(ApiClient client) => client.PostAsync("/api/ratelimit/check", new { api = name, op = "x", caller = new { user = "ann" } });
}
