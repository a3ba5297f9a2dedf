using System.Globalization;
using System.Xml;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Functions.Tests.RateLimiting;

/// <summary>Checks over HTTP: what they answer, in the body and in the headers.</summary>
public sealed class CheckTests(RunningApp app) : IClassFixture<RunningApp>
{
    private readonly string name = "check-" + Guid.NewGuid().ToString("n");

    [Fact]
    public async Task Allows_where_no_rule_applies_and_says_nothing_of_limits()
    {
        using var admin = app.Admin();
        using var answered = await admin.PostAsync("/api/ratelimit/check", new { api = name, op = "none" });
        Assert.Equal(HttpStatusCode.OK, answered.Status);
        Assert.True(answered.Json.GetProperty("allowed").GetBoolean());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, answered.Json.GetProperty("rule").ValueKind);
        Assert.Null(answered.Header("RateLimit"));
    }

    [Theory]
    [InlineData("fixedWindow", null)]
    [InlineData("slidingWindowLog", null)]
    [InlineData("slidingWindowCounter", null)]
    [InlineData("tokenBucket", 3)]
    public async Task Counts_down_then_denies_with_the_problem_and_the_headers_of_the_draft(string algorithm, int? burst)
    {
        using var admin = app.Admin();
        await PutAsync(admin, name, new { api = name, op = "list", timeUnit = "day", requests = 3, algorithm, burst });
        var check = new { api = name, op = "list", caller = new { user = "u" } };
        for (var remaining = 2; remaining >= 0; remaining--)
        {
            using var allowed = await admin.PostAsync("/api/ratelimit/check", check);
            Assert.Equal((HttpStatusCode.OK, true), (allowed.Status, allowed.Json.GetProperty("allowed").GetBoolean()));
            Assert.Equal((3, remaining, name), (allowed.Json.GetProperty("limit").GetInt32(), allowed.Json.GetProperty("remaining").GetInt32(), allowed.Text("rule")));
            Assert.Equal($"\"{name}\";q=3;w=86400", allowed.Header("RateLimit-Policy"));
            Assert.Matches($"^\"{name}\";r={remaining};t=[0-9]+$", allowed.Header("RateLimit"));
            Assert.Null(allowed.Header("Retry-After"));
        }

        using var denied = await admin.PostAsync("/api/ratelimit/check", check);
        Assert.Equal((HttpStatusCode.TooManyRequests, "application/problem+json"), (denied.Status, denied.ContentType));
        Assert.Equal("https://iana.org/assignments/http-problem-types#quota-exceeded", denied.Text("type"));
        Assert.Equal([name], denied.Json.GetProperty("violated-policies").EnumerateArray().Select(policy => policy.GetString()));
        Assert.Equal((false, 0, 3, name, false), (denied.Json.GetProperty("allowed").GetBoolean(), denied.Json.GetProperty("remaining").GetInt32(), denied.Json.GetProperty("limit").GetInt32(), denied.Text("rule"), denied.Json.GetProperty("degraded").GetBoolean()));
        var retryAfter = long.Parse(denied.Header("Retry-After")!, CultureInfo.InvariantCulture);
        Assert.Equal($"\"{name}\";r=0;t={retryAfter}", denied.Header("RateLimit"));
        Assert.InRange(XmlConvert.ToTimeSpan(denied.Text("retryAfter")).TotalSeconds, retryAfter - 1, retryAfter);
    }

    [Fact]
    public async Task Names_every_rule_that_was_asked_and_reports_the_tightest()
    {
        using var admin = app.Admin();
        await PutAsync(admin, name + "-u", new { api = name, op = "two", timeUnit = "hour", requests = 5 });
        await PutAsync(admin, name + "-g", new { api = name, op = "two", timeUnit = "day", requests = 100, identifyBy = "global" });
        await PutAsync(admin, name + "-dry", new { api = name, op = "two", timeUnit = "day", requests = 1, mode = "dryRun" });
        using var answered = await admin.PostAsync("/api/ratelimit/check", new { api = name, op = "two", caller = new { user = "u" } });
        Assert.Equal($"\"{name}-u\";q=5;w=3600, \"{name}-g\";q=100;w=86400", answered.Header("RateLimit-Policy"));
        Assert.Equal($"{name}-u", answered.Text("rule"));
    }

    [Fact]
    public async Task Looks_without_taking_and_takes_by_weight()
    {
        using var admin = app.Admin();
        await PutAsync(admin, name, new { api = name, op = "weigh", timeUnit = "day", requests = 10 });
        var caller = new { user = "u" };
        using var heavy = await admin.PostAsync("/api/ratelimit/check", new { api = name, op = "weigh", caller, cost = 7 });
        using var peek = await admin.PostAsync("/api/ratelimit/check?peek=true", new { api = name, op = "weigh", caller });
        using var again = await admin.PostAsync("/api/ratelimit/check?peek=true", new { api = name, op = "weigh", caller });
        using var tooHeavy = await admin.PostAsync("/api/ratelimit/check", new { api = name, op = "weigh", caller, cost = 4 });
        using var never = await admin.PostAsync("/api/ratelimit/check", new { api = name, op = "weigh", caller, cost = 11 });
        Assert.Equal((3, peek.Json.GetProperty("remaining").GetInt32()), (heavy.Json.GetProperty("remaining").GetInt32(), again.Json.GetProperty("remaining").GetInt32()));
        Assert.Equal(HttpStatusCode.TooManyRequests, tooHeavy.Status);
        never.Refuses("cost", "");
    }

    [Fact]
    public async Task Asks_for_an_identity_where_a_rule_has_nothing_to_count_by()
    {
        using var admin = app.Admin();
        await PutAsync(admin, name, new { api = name, op = "who", timeUnit = "day", requests = 10, identifyBy = "header:X-Tenant" });
        using var nobody = await admin.PostAsync("/api/ratelimit/check", new { api = name, op = "who" });
        using var byIp = await admin.PostAsync("/api/ratelimit/check", new { api = name, op = "who", caller = new { ip = "203.0.113.1" } });
        using var byHeader = await admin.PostAsync("/api/ratelimit/check", new { api = name, op = "who", caller = new { headers = new Dictionary<string, string> { ["X-TENANT"] = "t" } } });
        nobody.Refuses("caller", "x-tenant");
        Assert.Equal((9, 9), (byIp.Json.GetProperty("remaining").GetInt32(), byHeader.Json.GetProperty("remaining").GetInt32()));
    }

    [Fact]
    public async Task Answers_a_batch_item_by_item()
    {
        using var admin = app.Admin();
        await PutAsync(admin, name, new { api = name, op = "batch", timeUnit = "day", requests = 2, algorithm = "fixedWindow" });
        var check = new { api = name, op = "batch", cost = 1, caller = new { user = "u" } };
        using var answered = await admin.PostAsync("/api/ratelimit/check", new object[] { check, check, check, new { api = name, op = "none" }, check with { cost = 3 } });
        var items = answered.Json.EnumerateArray().ToArray();
        Assert.Equal(HttpStatusCode.OK, answered.Status);
        Assert.Equal([true, true, false, true, false], items.Select(item => item.GetProperty("allowed").GetBoolean()));
        Assert.Equal(400, items[4].GetProperty("problem").GetProperty("status").GetInt32());
        using var empty = await admin.PostTextAsync("/api/ratelimit/check", "[]");
        Assert.Equal((HttpStatusCode.OK, "[]"), (empty.Status, empty.Json.GetRawText()));
    }

    [Fact]
    public async Task Lets_a_key_with_a_prefix_check_those_apis_only()
    {
        using var client = await app.ClientAsync("service", $"ratelimit.check:{name}-*");
        using var own = await client.PostAsync("/api/ratelimit/check", new { api = name + "-1", op = "x" });
        using var other = await client.PostAsync("/api/ratelimit/check", new { api = name, op = "x" });
        using var mixed = await client.PostAsync("/api/ratelimit/check", new[] { new { api = name + "-1", op = "x" }, new { api = name, op = "x" } });
        Assert.Equal(HttpStatusCode.OK, own.Status);
        other.IsProblem(HttpStatusCode.Forbidden, "forbidden");
        mixed.IsProblem(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task Limits_the_application_itself_while_its_rule_is_enabled()
    {
        using var admin = app.Admin();
        using var client = await app.ClientAsync(name, "links");
        await PutAsync(admin, name, new { api = "serverless", op = "links.list", timeUnit = "day", requests = 2, algorithm = "fixedWindow" });
        using var first = await client.GetAsync("/api/links");
        using var second = await client.GetAsync("/api/links");
        using var third = await client.GetAsync("/api/links");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests), (first.Status, second.Status, third.Status));
        Assert.Matches($"^\"{name}\";r=1;t=[0-9]+$", first.Header("RateLimit"));
        Assert.NotNull(third.Header("Retry-After"));
        using var deleted = await admin.DeleteAsync($"/api/ratelimit/rules/{name}");
        using var free = await client.GetAsync("/api/links");
        Assert.Equal(HttpStatusCode.OK, free.Status);
    }

    private static async Task PutAsync(ApiClient admin, string id, object rule)
    {
        using var put = await admin.PutAsync($"/api/ratelimit/rules/{id}", rule);
        Assert.Equal(HttpStatusCode.Created, put.Status);
    }
}
