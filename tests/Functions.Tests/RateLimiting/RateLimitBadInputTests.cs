using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Functions.Tests.RateLimiting;

/// <summary>What is wrong is named, field by field, and nothing of it is stored.</summary>
public sealed class RateLimitBadInputTests(RunningApp app) : IClassFixture<RunningApp>
{
    private const string Rule = "\"api\":\"a\",\"op\":\"o\",\"timeUnit\":\"minute\",\"requests\":5";

    private readonly string name = "bad-" + Guid.NewGuid().ToString("n");

    [Theory]
    [InlineData("{}", "api", "1-100")]
    [InlineData("{}", "op", "1-100")]
    [InlineData("{}", "timeUnit", "second, minute, hour, day")]
    [InlineData("{}", "requests", "whole number")]
    [InlineData("[]", "body", "object")]
    [InlineData("", "body", "empty")]
    [InlineData("""{"api":"a b","op":"o","timeUnit":"minute","requests":5}""", "api", "1-100")]
    [InlineData("""{"api":"a","op":"a*","timeUnit":"minute","requests":5}""", "op", "1-100")]
    [InlineData("""{"api":"a","op":"o","timeUnit":"Minute","requests":5}""", "timeUnit", "one of")]
    [InlineData("""{"api":"a","op":"o","timeUnit":"year","requests":5}""", "timeUnit", "one of")]
    [InlineData("""{"api":"a","op":"o","timeUnit":1,"requests":5}""", "timeUnit", "string")]
    [InlineData("""{"api":"a","op":"o","timeUnit":"minute","requests":0}""", "requests", "from 1")]
    [InlineData("""{"api":"a","op":"o","timeUnit":"minute","requests":-1}""", "requests", "from 1")]
    [InlineData("""{"api":"a","op":"o","timeUnit":"minute","requests":1.5}""", "requests", "whole number")]
    [InlineData("""{"api":"a","op":"o","timeUnit":"minute","requests":"5"}""", "requests", "whole number")]
    [InlineData("""{"api":"a","op":"o","timeUnit":"minute","requests":1000000001}""", "requests", "1,000,000,000")]
    [InlineData("""{"api":"a","op":"o","timeUnit":"minute","requests":99999999999999999999}""", "requests", "whole number")]
    [InlineData("""{"api":"a","op":"o","timeUnit":"minute","requests":10001,"algorithm":"slidingWindowLog"}""", "requests", "10,000")]
    [InlineData("{" + Rule + ",\"algorithm\":\"leakyBucket\"}", "algorithm", "tokenBucket")]
    [InlineData("{" + Rule + ",\"algorithm\":0}", "algorithm", "string")]
    [InlineData("{" + Rule + ",\"burst\":5}", "burst", "tokenBucket only")]
    [InlineData("{" + Rule + ",\"burst\":5,\"algorithm\":\"fixedWindow\"}", "burst", "tokenBucket only")]
    [InlineData("{" + Rule + ",\"burst\":0,\"algorithm\":\"tokenBucket\"}", "burst", "from 1")]
    [InlineData("{" + Rule + ",\"burst\":-5,\"algorithm\":\"tokenBucket\"}", "burst", "from 1")]
    [InlineData("{" + Rule + ",\"identifyBy\":\"cookie\"}", "identifyBy", "header:NAME")]
    [InlineData("{" + Rule + ",\"identifyBy\":\"header\"}", "identifyBy", "header:NAME")]
    [InlineData("{" + Rule + ",\"identifyBy\":\"header:\"}", "identifyBy", "header:NAME")]
    [InlineData("{" + Rule + ",\"identifyBy\":\"header:a b\"}", "identifyBy", "header:NAME")]
    [InlineData("{" + Rule + ",\"identifyBy\":\"header:é\"}", "identifyBy", "header:NAME")]
    [InlineData("{" + Rule + ",\"onFailure\":\"maybe\"}", "onFailure", "open, closed")]
    [InlineData("{" + Rule + ",\"mode\":\"off\"}", "mode", "enforce, dryRun")]
    [InlineData("{" + Rule + ",\"enabled\":\"yes\"}", "enabled", "true or false")]
    [InlineData("{" + Rule + ",\"id\":\"another\"}", "id", "in the path")]
    [InlineData("{" + Rule + ",\"limit\":5}", "limit", "not a field")]
    [InlineData("{" + Rule + ",\"requests\":6}", "body", "only once")]
    public async Task Refuses_a_rule_and_stores_nothing(string body, string field, string reason)
    {
        using var admin = app.Admin();
        using var put = await admin.SendAsync(HttpMethod.Put, $"/api/ratelimit/rules/{name}", body);
        put.Refuses(field, reason);
        using var found = await admin.GetAsync($"/api/ratelimit/rules/{name}");
        Assert.Equal(HttpStatusCode.NotFound, found.Status);
    }

    [Theory]
    [InlineData("a%20b")]
    [InlineData("a%0Ab")]
    [InlineData("%C3%A9")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task Refuses_names_that_are_none(string bad)
    {
        using var admin = app.Admin();
        using var rule = await admin.SendAsync(HttpMethod.Put, $"/api/ratelimit/rules/{bad}", "{" + Rule + "}");
        using var api = await admin.SendAsync(HttpMethod.Put, $"/api/ratelimit/apis/{bad}", "{}");
        rule.Refuses("id", "1-100");
        api.Refuses("name", "1-100");
    }

    [Theory]
    [InlineData("\"ftp://127.0.0.1/\"", "http://")]
    [InlineData("\"/relative\"", "http://")]
    [InlineData("\"\"", "http://")]
    [InlineData("\"http://\"", "http://")]
    [InlineData("\"http://user:secret@127.0.0.1/\"", "credentials")]
    [InlineData("\"http://127.0.0.1/?q\"", "query")]
    [InlineData("\"http://127.0.0.1/#f\"", "query")]
    [InlineData("\"http://127.0.0.1/a/../b\"", "plain path")]
    [InlineData("\"http://127.0.0.1/a%2fb\"", "plain path")]
    [InlineData("\"http://127.0.0.1\\\\@evil.example/\"", "")]
    [InlineData("\"http://127.0.0.1//a\"", "plain path")]
    [InlineData("\"https://api.example/\"", "Gateway:AllowedHosts")]
    [InlineData("\"http://169.254.169.254/latest/meta-data\"", "AllowedHosts")]
    [InlineData("\"http://2852039166/\"", "AllowedHosts")]
    [InlineData("\"http://[::ffff:169.254.169.254]/\"", "AllowedHosts")]
    [InlineData("\"http://10.0.0.1/\"", "AllowedHosts")]
    [InlineData("\"http://127.0.0.1.evil.example/\"", "AllowedHosts")]
    [InlineData("7", "string")]
    public async Task Refuses_an_upstream_and_stores_nothing(string upstream, string reason)
    {
        using var admin = app.Admin();
        using var put = await admin.SendAsync(HttpMethod.Put, $"/api/ratelimit/apis/{name}", $$"""{"upstream":{{upstream}},"operations":[]}""");
        put.Refuses("upstream", reason);
        await HasNoApiAsync(admin);
    }

    [Theory]
    [InlineData("{}", "operations[0].op", "1-100")]
    [InlineData("null", "operations[0]", "object")]
    [InlineData("""{"op":"o","method":"BREW","route":"x"}""", "operations[0].method", "one of GET")]
    [InlineData("""{"op":"o","method":"GET"}""", "operations[0].route", "must be a route")]
    [InlineData("""{"op":"o","method":"GET","route":"a{"}""", "operations[0].route", "no route")]
    [InlineData("""{"op":"o","method":"GET","route":"//a"}""", "operations[0].route", "must")]
    [InlineData("""{"op":"o","method":"GET","route":"a//b"}""", "operations[0].route", "no route")]
    [InlineData("""{"op":"o","method":"GET","route":"a/../b"}""", "operations[0].route", ". and ..")]
    [InlineData("""{"op":"o","method":"GET","route":"a%20b"}""", "operations[0].route", "not percent-encoded")]
    [InlineData("""{"op":"o","method":"GET","route":"{id:int}"}""", "operations[0].route", "no constraint")]
    [InlineData("""{"op":"o","method":"GET","route":"{id?}"}""", "operations[0].route", "not optional")]
    [InlineData("""{"op":"o","method":"GET","route":"{a}.{b}"}""", "operations[0].route", "as a whole")]
    [InlineData("""{"op":"o","method":"GET","route":"{a}/x"},{"op":"p","method":"get","route":"/{b}/X"}""", "operations[1]", "of another one")]
    [InlineData("7", "operations[0]", "object")]
    public async Task Refuses_an_operation_and_stores_nothing(string operations, string field, string reason)
    {
        using var admin = app.Admin();
        using var put = await admin.SendAsync(HttpMethod.Put, $"/api/ratelimit/apis/{name}", $$"""{"operations":[{{operations}}]}""");
        put.Refuses(field, reason);
        await HasNoApiAsync(admin);
    }

    [Fact]
    public async Task Refuses_more_operations_than_fit_a_row()
    {
        using var admin = app.Admin();
        using var put = await admin.PutAsync($"/api/ratelimit/apis/{name}", new { operations = Enumerable.Range(0, 101).Select(i => new { op = "o", method = "GET", route = $"r{i}" }) });
        put.Refuses("operations", "100");
        await HasNoApiAsync(admin);
    }

    [Theory]
    [InlineData("{}", "api", "1-100")]
    [InlineData("""{"api":"a","op":"o","cost":0}""", "cost", "from 1")]
    [InlineData("""{"api":"a","op":"o","cost":-1}""", "cost", "from 1")]
    [InlineData("""{"api":"a","op":"o","cost":1.5}""", "cost", "whole number")]
    [InlineData("""{"api":"a","op":"o","caller":"me"}""", "caller", "object")]
    [InlineData("""{"api":"a","op":"o","caller":{"ip":"localhost"}}""", "caller", "address")]
    [InlineData("""{"api":"a","op":"o","caller":{"headers":{"x":null}}}""", "caller", "texts")]
    [InlineData("""{"api":"a","op":"o","caller":{"mail":"x"}}""", "caller.mail", "is not a field")]
    [InlineData("""{"api":"a","op":"o","peek":true}""", "peek", "not a field")]
    [InlineData("""[{"api":"a","op":"o"},{"api":"a","op":"o","cost":0}]""", "[1].cost", "from 1")]
    [InlineData("""[{"api":"a","op":"o"},7]""", "[1].body", "object")]
    public async Task Refuses_a_check(string body, string field, string reason)
    {
        using var admin = app.Admin();
        using var checkedOne = await admin.PostTextAsync("/api/ratelimit/check", body);
        checkedOne.Refuses(field, reason);
    }

    [Fact]
    public async Task Refuses_a_batch_over_100_and_a_peek_that_is_neither()
    {
        using var admin = app.Admin();
        using var batch = await admin.PostAsync("/api/ratelimit/check", Enumerable.Range(0, 101).Select(_ => new { api = "a", op = "o" }));
        using var peek = await admin.PostAsync("/api/ratelimit/check?peek=perhaps", new { api = "a", op = "o" });
        batch.Refuses("body", "100");
        peek.Refuses("peek", "true or false");
    }

    [Theory]
    [InlineData("", "api")]
    [InlineData("api=a%20b&op=o", "api")]
    [InlineData("api=a&op=o%2F", "op")]
    [InlineData("api=a&op=o&deny=200", "deny")]
    [InlineData("api=a", "op")]
    public async Task Refuses_to_authorize_what_it_does_not_understand(string query, string field)
    {
        using var admin = app.Admin();
        using var answered = await admin.GetAsync($"/api/ratelimit/authorize?{query}");
        answered.Refuses(field, "must be");
    }

    private async Task HasNoApiAsync(ApiClient admin)
    {
        using var found = await admin.GetAsync($"/api/ratelimit/apis/{name}");
        Assert.Equal(HttpStatusCode.NotFound, found.Status);
    }
}
