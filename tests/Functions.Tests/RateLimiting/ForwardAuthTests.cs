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
    [InlineData("get", "/pages/1", HttpStatusCode.BadRequest)]
    [InlineData("GET", "/pages/1;x=1", HttpStatusCode.BadRequest)]
    [InlineData("GET", "/pages/1.", HttpStatusCode.BadRequest)]
    [InlineData("GET", "/pages/%ff", HttpStatusCode.BadRequest)]
    [InlineData("GET", "/pages/..%2fother", HttpStatusCode.BadRequest)]
    [InlineData("GET", "/other/../pages/1", HttpStatusCode.BadRequest)]
    [InlineData("GET", "//pages/1", HttpStatusCode.BadRequest)]
    [InlineData("GET", "http://x/pages/1", HttpStatusCode.BadRequest)]
    public async Task Finds_the_operation_by_the_forwarded_method_and_path(string method, string uri, HttpStatusCode status)
    {
        using var admin = app.Admin();
        using var put = await admin.PutAsync($"/api/ratelimit/apis/{api}", new { operations = new[] { new { op = "page", method = "GET", route = "pages/{id}" } } });
        using var answered = await AskAsync(admin, "GET", $"?api={api}&unmatched=deny", ("X-Forwarded-Method", method), ("X-Forwarded-Uri", uri));
        Assert.Equal(status, answered.Status);

        // nginx takes all but 2xx, 401 and 403 for a failure of its own.
        using var forNginx = await AskAsync(admin, "GET", $"?api={api}&unmatched=deny&deny=403", ("X-Forwarded-Method", method), ("X-Forwarded-Uri", uri));
        Assert.Equal(status == HttpStatusCode.OK ? status : HttpStatusCode.Forbidden, forNginx.Status);
        Assert.Equal(status == HttpStatusCode.OK ? null : ((int)status).ToString(System.Globalization.CultureInfo.InvariantCulture), forNginx.Header("X-Limit-Status"));

        // What no rule can apply to passes, unless the operator says otherwise.
        using var allowed = await AskAsync(admin, "GET", $"?api={api}", ("X-Forwarded-Method", method), ("X-Forwarded-Uri", uri));
        Assert.Equal(status == HttpStatusCode.NotFound ? HttpStatusCode.OK : status, allowed.Status);
    }

    [Theory]
    [InlineData("", HttpStatusCode.OK)]
    [InlineData("&unmatched=allow", HttpStatusCode.OK)]
    [InlineData("&unmatched=deny", HttpStatusCode.NotFound)]
    [InlineData("&unmatched=deny&deny=403", HttpStatusCode.Forbidden)]
    [InlineData("&unmatched=maybe", HttpStatusCode.BadRequest)]
    public async Task An_api_that_nobody_has_made_is_as_one_without_operations(string query, HttpStatusCode status)
    {
        using var admin = app.Admin();
        using var answered = await AskAsync(admin, "GET", $"?api={api}-none{query}", ("X-Forwarded-Method", "GET"), ("X-Forwarded-Uri", "/x"));
        Assert.Equal(status, answered.Status);
    }

    [Theory]
    [InlineData("PROPFIND")]
    [InlineData("TRACE")]
    [InlineData("QUERY")]
    public async Task A_proxy_may_ask_with_the_method_of_the_request(string method)
    {
        using var admin = app.Admin();
        using var answered = await AskAsync(admin, method, $"?api={api}&op=any");
        Assert.Equal(HttpStatusCode.OK, answered.Status);
    }

    [Fact]
    public async Task Headers_in_latin_1_are_no_reason_to_fail()
    {
        using var admin = app.Admin();
        using var socket = new System.Net.Sockets.TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, app.Address.Port, TestContext.Current.CancellationToken);
        await using var stream = socket.GetStream();
        var request = $"GET /api/ratelimit/authorize?api={api}&op=page HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer {app.AdminKey}\r\nX-User-Id: caf\u00e9\r\nReferer: http://x/\u00fc\r\n\r\n";
        await stream.WriteAsync(System.Text.Encoding.Latin1.GetBytes(request), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
        Assert.Equal("HTTP/1.1 200 OK", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
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
