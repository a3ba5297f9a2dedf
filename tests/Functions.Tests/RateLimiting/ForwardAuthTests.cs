using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Functions.Tests.RateLimiting;

/// <summary>What a proxy is answered when it asks whether a request may pass.</summary>
public sealed class ForwardAuthTests(RunningApp app) : IClassFixture<RunningApp>
{
    private readonly string api = "auth-" + Guid.NewGuid().ToString("n");

    [Theory]
    [InlineData("", HttpStatusCode.TooManyRequests)]
    [InlineData("&deny=429", HttpStatusCode.TooManyRequests)]
    [InlineData("&deny=403", HttpStatusCode.Forbidden)]
    public async Task Lets_pass_then_denies_as_the_proxy_understands_it(string deny, HttpStatusCode denied)
    {
        using var admin = app.Admin();
        await PutRuleAsync(admin, "ip");
        using var first = await AskAsync(admin, "GET", $"?api={api}&op=page{deny}", ("X-Forwarded-For", "203.0.113.1"));
        using var second = await AskAsync(admin, "POST", $"?api={api}&op=page{deny}", ("X-Forwarded-For", "203.0.113.1"));
        using var another = await AskAsync(admin, "GET", $"?api={api}&op=page{deny}", ("X-Forwarded-For", "203.0.113.2"));
        Assert.Equal((HttpStatusCode.OK, 0, denied, HttpStatusCode.OK), (first.Status, first.Body.Length, second.Status, another.Status));
        Assert.Equal($"\"{api}\";q=1;w=86400", first.Header("RateLimit-Policy"));
        Assert.Equal(first.Header("RateLimit-Policy"), second.Header("RateLimit-Policy"));
        Assert.NotNull(second.Header("Retry-After"));
    }

    [Theory]
    [InlineData("GET", "/pages/1?x=1", HttpStatusCode.OK)]
    [InlineData("HEAD", "/pages/1", HttpStatusCode.OK)]
    [InlineData("POST", "/pages/1", HttpStatusCode.NotFound)]
    [InlineData("GET", "/other", HttpStatusCode.NotFound)]
    [InlineData("GET", "/pages/..%2fother", HttpStatusCode.BadRequest)]
    [InlineData("GET", "/other/../pages/1", HttpStatusCode.BadRequest)]
    [InlineData("GET", "//pages/1", HttpStatusCode.BadRequest)]
    [InlineData("GET", "http://x/pages/1", HttpStatusCode.BadRequest)]
    public async Task Finds_the_operation_by_the_forwarded_method_and_path(string method, string uri, HttpStatusCode status)
    {
        using var admin = app.Admin();
        using var put = await admin.PutAsync($"/api/ratelimit/apis/{api}", new { operations = new[] { new { op = "page", method = "GET", route = "pages/{id}" } } });
        using var answered = await AskAsync(admin, "GET", $"?api={api}", ("X-Forwarded-Method", method), ("X-Forwarded-Uri", uri));
        Assert.Equal(status, answered.Status);
    }

    [Fact]
    public async Task Counts_users_by_what_a_trusted_proxy_says_and_keys_by_the_clients_own()
    {
        using var admin = app.Admin();
        await PutRuleAsync(admin, "user");
        using var first = await AskAsync(admin, "GET", $"?api={api}&op=page", ("x-user-id", "ann"));
        using var again = await AskAsync(admin, "GET", $"?api={api}&op=page", ("x-user-id", "ann"));
        using var other = await AskAsync(admin, "GET", $"?api={api}&op=page", ("x-user-id", "bob"));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.TooManyRequests, HttpStatusCode.OK), (first.Status, again.Status, other.Status));

        await PutRuleAsync(admin, "apiKey");
        using var created = await admin.PostAsync("/api/keys", new { owner = "client", scopes = new[] { "links" } });
        using var withKey = await AskAsync(admin, "GET", $"?api={api}&op=page", ("x-api-key", created.Text("key")));
        using var keyAgain = await AskAsync(admin, "GET", $"?api={api}&op=page", ("x-api-key", created.Text("key")));
        using var proxyItself = await AskAsync(admin, "GET", $"?api={api}&op=page");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.TooManyRequests, HttpStatusCode.OK), (withKey.Status, keyAgain.Status, proxyItself.Status));
    }

    private static Task<ApiResponse> AskAsync(ApiClient client, string method, string query, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), "/api/ratelimit/authorize" + query);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return client.SendAsync(request);
    }

    private async Task PutRuleAsync(ApiClient admin, string identifyBy)
    {
        using var put = await admin.PutAsync($"/api/ratelimit/rules/{api}", new { api, op = "page", timeUnit = "day", requests = 1, algorithm = "fixedWindow", identifyBy });
        Assert.Contains(put.Status, new[] { HttpStatusCode.Created, HttpStatusCode.OK });
    }
}
