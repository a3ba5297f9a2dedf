using System.Text.Json;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Functions.Tests.RateLimiting;

/// <summary>Rules and APIs over HTTP: put, read, listed, deleted, and by whom.</summary>
public sealed class RulesTests(RunningApp app) : IClassFixture<RunningApp>
{
    private readonly string api = "api-" + Guid.NewGuid().ToString("n");

    [Fact]
    public async Task Puts_a_rule_with_its_defaults_and_takes_back_what_it_answered()
    {
        using var admin = app.Admin();
        using var created = await admin.PutAsync($"/api/ratelimit/rules/{api}", new { api, op = "list", timeUnit = "minute", requests = 60 });
        Assert.Equal((HttpStatusCode.Created, $"/api/ratelimit/rules/{api}"), (created.Status, created.Header("Location")));
        Assert.Equal(
            $$"""{"id":"{{api}}","api":"{{api}}","op":"list","timeUnit":"minute","requests":60,"algorithm":"slidingWindowCounter","identifyBy":"user","onFailure":"open","mode":"enforce","enabled":true}""",
            created.Json.GetRawText());

        using var read = await admin.GetAsync($"/api/ratelimit/rules/{api}");
        using var again = await admin.SendAsync(HttpMethod.Put, $"/api/ratelimit/rules/{api}", read.Json.GetRawText());
        Assert.Equal((HttpStatusCode.OK, created.Json.GetRawText()), (again.Status, again.Json.GetRawText()));
    }

    [Fact]
    public async Task Replaces_a_rule_whole()
    {
        using var admin = app.Admin();
        using var first = await admin.PutAsync($"/api/ratelimit/rules/{api}", new { api, op = "list", timeUnit = "day", requests = 5, algorithm = "tokenBucket", burst = 9, identifyBy = "header:X-Tenant", onFailure = "closed", mode = "dryRun", enabled = false });
        Assert.Equal((9, "header:x-tenant"), (first.Json.GetProperty("burst").GetInt32(), first.Text("identifyBy")));
        using var second = await admin.PutAsync($"/api/ratelimit/rules/{api}", new { api, op = "list", timeUnit = "day", requests = 5, algorithm = "tokenBucket" });
        Assert.Equal(
            (5, "user", "open", "enforce", true),
            (second.Json.GetProperty("burst").GetInt32(), second.Text("identifyBy"), second.Text("onFailure"), second.Text("mode"), second.Json.GetProperty("enabled").GetBoolean()));
    }

    [Fact]
    public async Task Puts_an_api_and_takes_back_what_it_answered()
    {
        using var admin = app.Admin();
        var operations = new[] { new { op = "list", method = "get", route = "/orders" }, new { op = "other", method = "*", route = "{*rest}" } };
        using var created = await admin.PutAsync($"/api/ratelimit/apis/{api}", new { upstream = "http://127.0.0.1:8080/base/", operations, requireKey = true });
        Assert.Equal(HttpStatusCode.Created, created.Status);
        Assert.Equal(
            $$"""{"name":"{{api}}","upstream":"http://127.0.0.1:8080/base","operations":[{"op":"list","method":"GET","route":"orders"},{"op":"other","method":"*","route":"{*rest}"}],"requireKey":true}""",
            created.Json.GetRawText());
        using var read = await admin.GetAsync($"/api/ratelimit/apis/{api}");
        using var again = await admin.SendAsync(HttpMethod.Put, $"/api/ratelimit/apis/{api}", read.Json.GetRawText());
        Assert.Equal((HttpStatusCode.OK, created.Json.GetRawText()), (again.Status, again.Json.GetRawText()));
        using var plain = await admin.PutAsync($"/api/ratelimit/apis/{api}", new { });
        Assert.Equal($$"""{"name":"{{api}}","upstream":null,"operations":[],"requireKey":false}""", plain.Json.GetRawText());
    }

    [Theory]
    [InlineData("rules")]
    [InlineData("apis")]
    public async Task Answers_404_for_what_is_not_there_any_more(string kind)
    {
        using var admin = app.Admin();
        var path = $"/api/ratelimit/{kind}/{api}";
        using var unknown = await admin.GetAsync(path);
        using var put = await admin.PutAsync(path, kind == "rules" ? new { api, op = "x", timeUnit = "hour", requests = 1 } : new { });
        using var deleted = await admin.DeleteAsync(path);
        using var again = await admin.DeleteAsync(path);
        using var gone = await admin.GetAsync(path);
        unknown.IsProblem(HttpStatusCode.NotFound, "not-found");
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.NoContent), (put.Status, deleted.Status));
        again.IsProblem(HttpStatusCode.NotFound, "not-found");
        gone.IsProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task Lists_the_rules_of_an_api_page_by_page()
    {
        using var admin = app.Admin();
        for (var i = 0; i < 5; i++)
        {
            using var put = await admin.PutAsync($"/api/ratelimit/rules/{api}-{i}", new { api, op = "list", timeUnit = "minute", requests = 60 });
        }

        var ids = new List<string>();
        string? continuation = null;
        do
        {
            using var page = await admin.GetAsync($"/api/ratelimit/rules?api={api}&limit=2{(continuation is null ? "" : $"&continuation={continuation}")}");
            ids.AddRange(page.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!));
            continuation = page.Json.GetProperty("continuation").GetString();
        }
        while (continuation is not null);

        Assert.Equal(Enumerable.Range(0, 5).Select(i => $"{api}-{i}"), ids);
        using var bad = await admin.GetAsync("/api/ratelimit/rules?api=a%20b");
        bad.Refuses("api", "must be");
    }

    [Fact]
    public async Task Makes_rules_for_the_application_itself_that_are_switched_off()
    {
        using var admin = app.Admin();
        using var listed = await admin.GetAsync("/api/ratelimit/rules?api=serverless");
        var rules = listed.Json.GetProperty("items").EnumerateArray().ToArray();
        Assert.NotEmpty(rules);
        Assert.All(rules, rule => Assert.False(rule.GetProperty("enabled").GetBoolean()));
    }

    [Fact]
    public async Task Lets_a_key_with_a_prefix_manage_the_rules_of_those_apis_only()
    {
        using var admin = app.Admin();
        using var client = await app.ClientAsync("team", $"ratelimit.manage:{api}*");
        var (own, other) = (new { api, op = "x", timeUnit = "hour", requests = 1 }, new { api = "other", op = "x", timeUnit = "hour", requests = 1 });
        using var theirs = await admin.PutAsync($"/api/ratelimit/rules/{api}-other", other);
        using var created = await client.PutAsync($"/api/ratelimit/rules/{api}", own);
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (theirs.Status, created.Status));
        foreach (var refused in new[]
        {
            await client.PutAsync($"/api/ratelimit/rules/{api}-new", other),
            await client.PutAsync($"/api/ratelimit/rules/{api}-other", own),
            await client.GetAsync($"/api/ratelimit/rules/{api}-other"),
            await client.DeleteAsync($"/api/ratelimit/rules/{api}-other"),
            await client.GetAsync("/api/ratelimit/rules"),
            await client.GetAsync("/api/ratelimit/rules?api=other"),
            await client.GetAsync("/api/ratelimit/apis"),
            await client.PutAsync("/api/ratelimit/apis/other", new { }),
            await client.PutAsync($"/api/ratelimit/apis/{api}", new { upstream = "http://127.0.0.1:1/" }),
        })
        {
            refused.IsProblem(HttpStatusCode.Forbidden, "forbidden");
            refused.Dispose();
        }

        using var listed = await client.GetAsync($"/api/ratelimit/rules?api={api}");
        using var put = await client.PutAsync($"/api/ratelimit/apis/{api}", new { operations = Array.Empty<object>() });
        Assert.Equal((1, HttpStatusCode.Created), (listed.Json.GetProperty("items").GetArrayLength(), put.Status));
    }

    [Fact]
    public async Task Keeps_upstream_and_key_of_an_api_that_somebody_else_than_the_operator_puts()
    {
        using var admin = app.Admin();
        using var team = await app.ClientAsync("team", $"ratelimit.manage:{api}");
        using var made = await admin.PutAsync($"/api/ratelimit/apis/{api}", new { upstream = "http://127.0.0.1:8080/base", requireKey = true });
        var operations = new[] { new { op = "list", method = "GET", route = "orders" } };
        using var changed = await team.PutAsync($"/api/ratelimit/apis/{api}", new { operations });
        using var read = await team.GetAsync($"/api/ratelimit/apis/{api}");
        using var again = await team.SendAsync(HttpMethod.Put, $"/api/ratelimit/apis/{api}", read.Json.GetRawText());
        foreach (var answered in new[] { changed, read, again })
        {
            Assert.Equal(
                (HttpStatusCode.OK, $$"""{"name":"{{api}}","upstream":"http://127.0.0.1:8080/base","operations":[{"op":"list","method":"GET","route":"orders"}],"requireKey":true}"""),
                (answered.Status, answered.Json.GetRawText()));
        }

        using var moved = await team.PutAsync($"/api/ratelimit/apis/{api}", new { operations, upstream = "http://127.0.0.1:8081/base" });
        moved.IsProblem(HttpStatusCode.Forbidden, "forbidden");
        using var plain = await admin.PutAsync($"/api/ratelimit/apis/{api}", new { operations });
        Assert.Equal((JsonValueKind.Null, false), (plain.Json.GetProperty("upstream").ValueKind, plain.Json.GetProperty("requireKey").GetBoolean()));
    }

    [Theory]
    [InlineData("PUT", "/api/ratelimit/rules/x")]
    [InlineData("GET", "/api/ratelimit/rules/x")]
    [InlineData("DELETE", "/api/ratelimit/rules/x")]
    [InlineData("GET", "/api/ratelimit/rules")]
    [InlineData("PUT", "/api/ratelimit/apis/x")]
    [InlineData("GET", "/api/ratelimit/apis/x")]
    [InlineData("DELETE", "/api/ratelimit/apis/x")]
    [InlineData("GET", "/api/ratelimit/apis")]
    [InlineData("PUT", "/api/ratelimit/callers/user/x")]
    [InlineData("GET", "/api/ratelimit/callers/user/x")]
    [InlineData("DELETE", "/api/ratelimit/callers/user/x")]
    [InlineData("GET", "/api/ratelimit/callers")]
    [InlineData("GET", "/api/ratelimit/counters?rule=x")]
    [InlineData("DELETE", "/api/ratelimit/counters?rule=x")]
    [InlineData("POST", "/api/ratelimit/refund")]
    [InlineData("POST", "/api/ratelimit/check")]
    [InlineData("GET", "/api/ratelimit/authorize?api=x&op=y")]
    public async Task Turns_away_who_has_no_key_and_whose_key_lacks_the_scope(string method, string path)
    {
        using var anonymous = app.Anonymous();
        using var other = await app.ClientAsync("other", "links");
        using var without = await anonymous.SendAsync(new HttpMethod(method), path);
        using var lacking = await other.SendAsync(new HttpMethod(method), path);
        without.IsProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        lacking.IsProblem(HttpStatusCode.Forbidden, "forbidden");
    }
}
