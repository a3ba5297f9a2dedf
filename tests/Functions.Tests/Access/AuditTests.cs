using System.Text.Json;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Functions.Tests.Access;

/// <summary>The audit, over HTTP: every kind of change, by whom, and how it ended.</summary>
public sealed class AuditTests(RunningApp app) : IClassFixture<RunningApp>
{
    [Fact]
    public async Task Tells_who_changed_what_of_every_kind()
    {
        using var ops = await app.ClientAsync("audited-ops", "admin");
        using var other = await app.ClientAsync("audited-other", "links");
        using var link = await other.PostAsync("/api/links", new { url = "https://example.com/audited", alias = "audited-link" });
        using var key = await ops.PostAsync("/api/keys", new { owner = "audited-new", scopes = new[] { "links" } });
        var id = key.Text("id");
        (string Action, string Resource, string Name, Func<Task<ApiResponse>> Make)[] changes =
        [
            ("put", "api", "audited-api", () => ops.PutAsync("/api/ratelimit/apis/audited-api", new { operations = new[] { new { op = "read", method = "GET", route = "x" } } })),
            ("put", "rule", "audited-rule", () => ops.PutAsync("/api/ratelimit/rules/audited-rule", new { api = "audited-api", op = "read", timeUnit = "day", requests = 5 })),
            ("put", "rule", "audited-header", () => ops.PutAsync("/api/ratelimit/rules/audited-header", new { api = "audited-api", op = "read", timeUnit = "day", requests = 5, identifyBy = "header:x-tenant" })),
            ("put", "caller", "user/audited@example.com", () => ops.PutAsync("/api/ratelimit/callers/user/audited%40example.com", new { plan = "gold" })),
            ("put", "caller", "ip/192.0.2.0/24", () => ops.PutAsync("/api/ratelimit/callers/ip/192.0.2.0%2F24", new { plan = "gold" })),
            ("delete", "caller", "ip/192.0.2.0/24", () => ops.DeleteAsync("/api/ratelimit/callers/ip/192.0.2.0%2F24")),
            ("put", "topic", "audited-topic", () => ops.PutAsync("/api/topics/audited-topic", new { })),
            ("put", "subscription", "audited-topic/s", () => ops.PutAsync("/api/topics/audited-topic/subscriptions/s", new { delivery = new { mode = "pull" } })),
            ("patch", "subscription", "audited-topic/s", () => ops.PatchAsync("/api/topics/audited-topic/subscriptions/s", new { paused = true })),
            ("seek", "subscription", "audited-topic/s", () => ops.PostAsync("/api/topics/audited-topic/subscriptions/s/seek", new { to = "latest" })),
            ("replay", "subscription", "audited-topic/s", () => ops.PostAsync("/api/topics/audited-topic/subscriptions/s/dead-letters/replay", new { })),
            ("discard", "subscription", "audited-topic/s", () => ops.DeleteAsync("/api/topics/audited-topic/subscriptions/s/dead-letters")),
            ("reset", "counter", "audited-rule/user/ann@example.com/é", () => ops.DeleteAsync("/api/ratelimit/counters?rule=audited-rule&user=ann%40example.com%2F%C3%A9")),
            ("reset", "counter", "audited-header", () => ops.DeleteAsync("/api/ratelimit/counters?rule=audited-header&header=secret")),
            ("patch", "link", "audited-link", () => ops.PatchAsync("/api/links/audited-link", new { url = "https://example.com/elsewhere" })),
            ("delete", "link", "audited-link", () => ops.DeleteAsync("/api/links/audited-link")),
            ("restore", "link", "audited-link", () => ops.PostTextAsync("/api/links/audited-link/restore", "")),
            ("delete", "subscription", "audited-topic/s", () => ops.DeleteAsync("/api/topics/audited-topic/subscriptions/s")),
            ("delete", "topic", "audited-topic", () => ops.DeleteAsync("/api/topics/audited-topic")),
            ("delete", "caller", "user/audited@example.com", () => ops.DeleteAsync("/api/ratelimit/callers/user/audited%40example.com")),
            ("delete", "rule", "audited-header", () => ops.DeleteAsync("/api/ratelimit/rules/audited-header")),
            ("delete", "rule", "audited-rule", () => ops.DeleteAsync("/api/ratelimit/rules/audited-rule")),
            ("delete", "api", "audited-api", () => ops.DeleteAsync("/api/ratelimit/apis/audited-api")),
            ("revoke", "key", id, () => ops.DeleteAsync($"/api/keys/{id}")),
        ];
        foreach (var (action, resource, name, make) in changes)
        {
            using var made = await make();
            Assert.True((int)made.Status < 300, $"{action} {resource} {name}: {made.Status}");
        }

        var records = (await AllAsync()).Where(record => record.GetProperty("owner").GetString() == "audited-ops").ToArray();
        Assert.Equal(
            [.. changes.Select(change => (change.Action, change.Resource, (string?)change.Name)).Prepend(("create", "key", id)).Reverse()],
            records.Select(record => (Text(record, "action")!, Text(record, "resource")!, Text(record, "name"))));
        Assert.All(records, record => Assert.Equal("done", Text(record, "outcome")));
        Assert.Single(records.Select(record => Text(record, "actor")).Distinct());
        Assert.All(records, record => Assert.InRange(record.GetProperty("status").GetInt32(), 200, 299));
    }

    [Fact]
    public async Task Tells_what_was_refused_and_nothing_of_who_may_not_enter()
    {
        using var ops = await app.ClientAsync("refused-ops", "admin");
        using var weak = await app.ClientAsync("refused-weak", "links");
        using var invalid = await ops.PutAsync("/api/topics/refused-topic", new { shards = 1_000 });
        using var missing = await ops.DeleteAsync("/api/ratelimit/rules/refused-missing");
        using var forbidden = await weak.PutAsync("/api/topics/refused-topic", new { });
        using var made = await weak.PostAsync("/api/links", new { url = "https://example.com/", alias = "refused-own" });
        using var own = await weak.DeleteAsync("/api/links/refused-own");
        var records = (await AllAsync()).Where(record => Text(record, "owner") is "refused-ops" or "refused-weak");
        Assert.Equal(
            [("delete", "refused-missing", "refused", 404), ("put", "refused-topic", "refused", 400)],
            records.Select(record => (Text(record, "action")!, Text(record, "name")!, Text(record, "outcome")!, record.GetProperty("status").GetInt32())));
    }

    [Fact]
    public async Task Pages_and_is_for_admins_alone()
    {
        using var admin = app.Admin();
        using var weak = await app.ClientAsync("paged-weak", "links", "topics.manage", "ratelimit.manage");
        for (var i = 0; i < 5; i++)
        {
            using var made = await admin.PutAsync($"/api/topics/paged-{i}", new { });
        }

        using var refused = await weak.GetAsync("/api/audit");
        using var wrong = await admin.GetAsync("/api/audit?continuation=nonsense!");
        using var unknown = await admin.GetAsync("/api/audit?owner=me");
        refused.IsProblem(HttpStatusCode.Forbidden, "forbidden");
        wrong.IsProblem(HttpStatusCode.BadRequest, "invalid-request");
        unknown.IsProblem(HttpStatusCode.BadRequest, "invalid-request");
        var names = (await AllAsync(limit: 2)).Select(record => Text(record, "name")).Where(name => name?.StartsWith("paged-", StringComparison.Ordinal) == true);
        Assert.Equal(["paged-4", "paged-3", "paged-2", "paged-1", "paged-0"], names);
    }

    [Theory]
    [InlineData("admin")]
    [InlineData("links")]
    [InlineData("publish:orders-*", "subscribe:orders-*")]
    public async Task Tells_whoever_asks_what_their_own_key_may_do(params string[] scopes)
    {
        using var client = await app.ClientAsync("own-key", scopes);
        using var anonymous = app.Anonymous();
        using var own = await client.GetAsync("/api/keys/self");
        using var none = await anonymous.GetAsync("/api/keys/self");
        Assert.Equal((HttpStatusCode.OK, "own-key"), (own.Status, own.Text("owner")));
        Assert.Equal(scopes, own.Json.GetProperty("scopes").EnumerateArray().Select(scope => scope.GetString()));
        none.IsProblem(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    private static string? Text(JsonElement record, string field) => record.GetProperty(field).GetString();

    private async Task<List<JsonElement>> AllAsync(int limit = 1_000)
    {
        using var admin = app.Admin();
        var (all, continuation) = (new List<JsonElement>(), "");
        do
        {
            using var page = await admin.GetAsync($"/api/audit?limit={limit}{continuation}");
            Assert.Equal(HttpStatusCode.OK, page.Status);
            all.AddRange(page.Json.GetProperty("items").EnumerateArray().Select(item => item.Clone()));
            continuation = page.Json.GetProperty("continuation").GetString() is { } next ? $"&continuation={next}" : "";
        }
        while (continuation.Length > 0);
        return all;
    }
}
