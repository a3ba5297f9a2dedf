using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Functions.Tests.RateLimiting;

/// <summary>Plans, rules for a whole API and windows of the calendar, over HTTP.</summary>
public sealed class PlansTests(RunningApp app) : IClassFixture<RunningApp>
{
    private readonly string name = "plans-" + Guid.NewGuid().ToString("n");

    [Fact]
    public async Task Answers_a_rule_with_its_plans_and_takes_it_back()
    {
        using var admin = app.Admin();
        using var made = await admin.SendAsync(HttpMethod.Put, $"/api/ratelimit/rules/{name}", $$$$"""
            {"api":"{{{{name}}}}","op":"*","timeUnit":"minute","requests":10,"algorithm":"tokenBucket",
             "plans":{"gold":{"requests":1000,"burst":50},"partner":{"unlimited":true},"blocked":{"requests":0}}}
            """);
        Assert.Equal(HttpStatusCode.Created, made.Status);
        Assert.Equal(
            $$$$"""{"id":"{{{{name}}}}","api":"{{{{name}}}}","op":"*","timeUnit":"minute","requests":10,"algorithm":"tokenBucket","identifyBy":"user","burst":10,"plans":{"blocked":{"requests":0},"gold":{"requests":1000,"burst":50},"partner":{"unlimited":true}},"onFailure":"open","mode":"enforce","enabled":true}""",
            made.Json.GetRawText());
        using var read = await admin.GetAsync($"/api/ratelimit/rules/{name}");
        using var again = await admin.SendAsync(HttpMethod.Put, $"/api/ratelimit/rules/{name}", read.Json.GetRawText());
        Assert.Equal((HttpStatusCode.OK, made.Json.GetRawText()), (again.Status, again.Json.GetRawText()));
    }

    [Theory]
    [InlineData("""{"plans":{"gold":{}}}""", "plans.gold.requests")]
    [InlineData("""{"plans":{"gold":{"requests":-1}}}""", "plans.gold.requests")]
    [InlineData("""{"plans":{"gold":{"requests":1,"unlimited":true}}}""", "plans.gold")]
    [InlineData("""{"plans":{"gold":{"requests":1,"burst":2}}}""", "plans.gold.burst")]
    [InlineData("""{"plans":{"a b":{"requests":1}}}""", "plans")]
    [InlineData("""{"plans":{"gold":{"requests":10001}},"algorithm":"slidingWindowLog"}""", "plans.gold.requests")]
    [InlineData("""{"plans":{"gold":{"requests":1}},"identifyBy":"global"}""", "plans")]
    [InlineData("""{"plans":{"gold":{"request":1}}}""", "plans.gold.request")]
    [InlineData("""{"timeUnit":"week","algorithm":"slidingWindowLog"}""", "algorithm")]
    [InlineData("""{"timeUnit":"month","algorithm":"tokenBucket"}""", "algorithm")]
    [InlineData("""{"timeUnit":"year"}""", "timeUnit")]
    [InlineData("""{"op":"a*"}""", "op")]
    [InlineData("""{"requests":0}""", "requests")]
    public async Task Refuses_what_no_rule_can_be_made_of(string fields, string field)
    {
        using var admin = app.Admin();
        var rule = new System.Text.Json.Nodes.JsonObject { ["api"] = name, ["op"] = "x", ["timeUnit"] = "hour", ["requests"] = 5 };
        foreach (var (key, value) in System.Text.Json.Nodes.JsonNode.Parse(fields)!.AsObject())
        {
            rule[key] = value?.DeepClone();
        }

        using var refused = await admin.SendAsync(HttpMethod.Put, $"/api/ratelimit/rules/{name}", rule.ToJsonString());
        refused.IsProblem(HttpStatusCode.BadRequest, "invalid-request");
        Assert.Contains(field, refused.Json.GetProperty("errors").EnumerateObject().Select(error => error.Name));
    }

    [Theory]
    [InlineData("week")]
    [InlineData("month")]
    public async Task A_calendar_window_is_fixed_and_ends_when_the_calendar_says(string timeUnit)
    {
        using var admin = app.Admin();
        using var made = await admin.PutAsync($"/api/ratelimit/rules/{name}", new { api = name, op = "x", timeUnit, requests = 1 });
        Assert.Equal("fixedWindow", made.Text("algorithm"));
        using var allowed = await CheckAsync(admin, "x", new { user = "ann" });
        var now = allowed.Json.GetProperty("at").GetDateTimeOffset().UtcDateTime;
        var end = timeUnit == "week" ? now.Date.AddDays(7 - (((int)now.DayOfWeek + 6) % 7)) : new DateTime(now.Year, now.Month, 1).AddMonths(1);
        Assert.Equal(end, allowed.Json.GetProperty("resetAt").GetDateTimeOffset().UtcDateTime);
        var days = timeUnit == "week" ? 7 : DateTime.DaysInMonth(now.Year, now.Month);
        Assert.Equal($"\"{name}\";q=1;w={days * 86_400}", allowed.Header("RateLimit-Policy"));
    }

    [Fact]
    public async Task A_blocked_caller_is_denied_whatever_it_costs_and_told_no_time()
    {
        using var admin = app.Admin();
        await PutRuleAsync(admin, new { api = name, op = "*", timeUnit = "minute", requests = 1, plans = new { blocked = new { requests = 0 } } });
        using var denied = await CheckAsync(admin, "x", new { user = "ann", plan = "blocked" }, cost: 1_000);
        Assert.Equal((HttpStatusCode.TooManyRequests, null, $"\"{name}\";r=0", $"\"{name}\";q=0;w=60"), (denied.Status, denied.Header("Retry-After"), denied.Header("RateLimit"), denied.Header("RateLimit-Policy")));
        Assert.Equal((false, 0, 0, System.Text.Json.JsonValueKind.Null), (denied.Json.GetProperty("allowed").GetBoolean(), denied.Json.GetProperty("limit").GetInt32(), denied.Json.GetProperty("remaining").GetInt32(), denied.Json.GetProperty("retryAfter").ValueKind));
        using var tooMuch = await CheckAsync(admin, "x", new { user = "ann" }, cost: 1_000);
        tooMuch.Refuses("cost", "at most 1");
    }

    [Theory]
    [InlineData("user", "ann%40example.com", "ann@example.com", """{"user":"ann@example.com"}""")]
    [InlineData("user", "a%2Fb%20ü%25", "a/b ü%", """{"user":"a/b ü%"}""")]
    [InlineData("apiKey", "key-1", "key-1", """{"apiKey":"key-1"}""")]
    [InlineData("ip", "203.0.113.0%2F24", "203.0.113.0/24", """{"ip":"203.0.113.77"}""")]
    [InlineData("ip", "198.51.100.0/25", "198.51.100.0/25", """{"ip":"198.51.100.77"}""")]
    [InlineData("ip", "2001:DB8::/32", "2001:db8::/32", """{"ip":"2001:db8:1::1"}""")]
    [InlineData("ip", "::ffff:192.0.2.7", "192.0.2.7", """{"ip":"192.0.2.7"}""")]
    public async Task A_callers_record_gives_a_plan(string kind, string path, string id, string caller)
    {
        using var admin = app.Admin();
        await PutRuleAsync(admin, new { api = name, op = "x", timeUnit = "hour", requests = 1, identifyBy = kind, plans = new { gold = new { requests = 7 } } });
        using var made = await admin.PutAsync($"/api/ratelimit/callers/{kind}/{path}", new { plan = "gold", note = "n" });
        Assert.Equal((HttpStatusCode.Created, kind, id, "gold", "n"), (made.Status, made.Text("kind"), made.Text("id"), made.Text("plan"), made.Text("note")));
        using var planned = await CheckAsync(admin, "x", System.Text.Json.JsonDocument.Parse(caller).RootElement);
        Assert.Equal(7, planned.Json.GetProperty("limit").GetInt32());
        using var read = await admin.GetAsync(made.Header("Location")!);
        Assert.Equal((HttpStatusCode.OK, made.Json.GetRawText()), (read.Status, read.Json.GetRawText()));
        using var listed = await admin.GetAsync("/api/ratelimit/callers?limit=1000");
        Assert.Contains(id, listed.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()));
        using var deleted = await admin.DeleteAsync($"/api/ratelimit/callers/{kind}/{path}");
        using var gone = await admin.DeleteAsync($"/api/ratelimit/callers/{kind}/{path}");
        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NotFound), (deleted.Status, gone.Status));
        using var plain = await CheckAsync(admin, "x", System.Text.Json.JsonDocument.Parse(caller).RootElement);
        Assert.Equal(1, plain.Json.GetProperty("limit").GetInt32());
    }

    [Theory]
    [InlineData("robot/x", "kind")]
    [InlineData("header/x", "kind")]
    [InlineData("ip/x", "id")]
    [InlineData("ip/203.0.113.1/24", "id")]
    [InlineData("ip/203.0.113.0/33", "id")]
    [InlineData("ip/10/8", "id")]
    [InlineData("user/%01", "id")]
    public async Task Refuses_callers_that_nobody_can_be(string path, string field)
    {
        using var admin = app.Admin();
        using var refused = await admin.PutAsync($"/api/ratelimit/callers/{path}", new { plan = "gold" });
        refused.IsProblem(HttpStatusCode.BadRequest, "invalid-request");
        Assert.Contains(field, refused.Json.GetProperty("errors").EnumerateObject().Select(error => error.Name));
    }

    [Fact]
    public async Task Lists_callers_page_by_page()
    {
        using var admin = app.Admin();
        var ids = Enumerable.Range(0, 5).Select(i => $"{name}-{i}").ToArray();
        foreach (var id in ids)
        {
            using var made = await admin.PutAsync($"/api/ratelimit/callers/user/{id}", new { plan = "gold" });
        }

        var found = new List<string>();
        string? continuation = null;
        do
        {
            using var page = await admin.GetAsync($"/api/ratelimit/callers?limit=2{(continuation is null ? "" : $"&continuation={continuation}")}");
            found.AddRange(page.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!));
            continuation = page.Json.GetProperty("continuation").GetString();
        }
        while (continuation is not null);

        Assert.Equal(ids, found.Where(id => id.StartsWith(name, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Shows_and_resets_what_a_caller_has_left()
    {
        using var admin = app.Admin();
        await PutRuleAsync(admin, new { api = name, op = "x", timeUnit = "day", requests = 2, plans = new { gold = new { requests = 5 }, free = new { unlimited = true } } });
        using var first = await CheckAsync(admin, "x", new { user = "ann" }, cost: 2);
        using var denied = await CheckAsync(admin, "x", new { user = "ann" });
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.TooManyRequests), (first.Status, denied.Status));
        using var left = await admin.GetAsync($"/api/ratelimit/counters?rule={name}&user=ann");
        Assert.Equal((name, 2, 0), (left.Text("rule"), left.Json.GetProperty("limit").GetInt32(), left.Json.GetProperty("remaining").GetInt32()));
        using var planned = await admin.GetAsync($"/api/ratelimit/counters?rule={name}&user=ann&plan=gold");
        Assert.Equal(("gold", 5, 3), (planned.Text("plan"), planned.Json.GetProperty("limit").GetInt32(), planned.Json.GetProperty("remaining").GetInt32()));
        using var unlimited = await admin.GetAsync($"/api/ratelimit/counters?rule={name}&user=ann&plan=free");
        Assert.Equal(System.Text.Json.JsonValueKind.Null, unlimited.Json.GetProperty("limit").ValueKind);
        using var reset = await admin.DeleteAsync($"/api/ratelimit/counters?rule={name}&user=ann");
        using var allowed = await CheckAsync(admin, "x", new { user = "ann" });
        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.OK, 1), (reset.Status, allowed.Status, allowed.Json.GetProperty("remaining").GetInt32()));
        using var unknown = await admin.GetAsync($"/api/ratelimit/counters?rule={name}-unknown&user=ann");
        unknown.IsProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Theory]
    [InlineData("", "rule")]
    [InlineData("rule=NAME", "rule")]
    [InlineData("rule=NAME&user=a&ip=192.0.2.1", "rule")]
    [InlineData("rule=NAME&apiKey=a", "rule")]
    [InlineData("rule=NAME&user=", "user")]
    [InlineData("rule=NAME&user=a&user=b", "user")]
    [InlineData("rule=NAME&ip=x", "ip")]
    [InlineData("rule=NAME&user=a&plan=x%20y", "plan")]
    public async Task Refuses_to_guess_whose_counter_is_meant(string query, string field)
    {
        using var admin = app.Admin();
        await PutRuleAsync(admin, new { api = name, op = "x", timeUnit = "day", requests = 2 });
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Delete })
        {
            using var refused = await admin.SendAsync(method, $"/api/ratelimit/counters?{query.Replace("NAME", name, StringComparison.Ordinal)}");
            refused.IsProblem(HttpStatusCode.BadRequest, "invalid-request");
            Assert.Contains(field, refused.Json.GetProperty("errors").EnumerateObject().Select(error => error.Name));
        }
    }

    [Theory]
    [InlineData("fixedWindow")]
    [InlineData("slidingWindowLog")]
    [InlineData("slidingWindowCounter")]
    [InlineData("tokenBucket")]
    public async Task Gives_back_what_a_check_took(string algorithm)
    {
        using var admin = app.Admin();
        using var checker = await app.ClientAsync("checker", $"ratelimit.check:{name}");
        await PutRuleAsync(admin, new { api = name, op = "x", timeUnit = "day", requests = 3, algorithm });
        using var taken = await CheckAsync(checker, "x", new { user = "ann" }, cost: 3);
        using var denied = await CheckAsync(checker, "x", new { user = "ann" });
        Assert.Equal(HttpStatusCode.TooManyRequests, denied.Status);
        using var refunded = await checker.PostAsync("/api/ratelimit/refund", new { api = name, op = "x", caller = new { user = "ann" }, cost = 3, at = taken.Text("at") });
        Assert.Equal(HttpStatusCode.OK, refunded.Status);
        using var again = await CheckAsync(checker, "x", new { user = "ann" }, cost: 3);
        Assert.Equal(HttpStatusCode.OK, again.Status);
        using var other = await checker.PostAsync("/api/ratelimit/refund", new { api = "other", op = "x", caller = new { user = "ann" }, at = taken.Text("at") });
        other.IsProblem(HttpStatusCode.Forbidden, "forbidden");
        using var timeless = await checker.PostAsync("/api/ratelimit/refund", new { api = name, op = "x", caller = new { user = "ann" } });
        timeless.Refuses("at", "is required");
    }

    [Fact]
    public async Task Never_locks_the_administrator_out_of_mending_rules()
    {
        using var admin = app.Admin();
        using var team = await app.ClientAsync("team", "ratelimit.manage");
        var rule = $"/api/ratelimit/rules/{name}";
        using var made = await admin.PutAsync(rule, new { api = "serverless", op = "ratelimit.rules.get", timeUnit = "day", requests = 1, identifyBy = "global" });
        for (var i = 0; i < 3; i++)
        {
            using var read = await admin.GetAsync(rule);
            Assert.Equal(HttpStatusCode.OK, read.Status);
        }

        using var first = await team.GetAsync(rule);
        using var second = await team.GetAsync(rule);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.TooManyRequests), (first.Status, second.Status));
        using var deleted = await admin.DeleteAsync(rule);
        Assert.Equal(HttpStatusCode.NoContent, deleted.Status);
    }

    private async Task PutRuleAsync(ApiClient client, object rule)
    {
        using var put = await client.PutAsync($"/api/ratelimit/rules/{name}", rule);
        Assert.Contains(put.Status, new[] { HttpStatusCode.OK, HttpStatusCode.Created });
    }

    private Task<ApiResponse> CheckAsync(ApiClient client, string op, object caller, long cost = 1) =>
        client.PostAsync("/api/ratelimit/check", new { api = name, op, caller, cost });
}
