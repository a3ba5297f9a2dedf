using System.Text;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Functions.Tests.Requests;

/// <summary>Which bodies are read, by what they say they are.</summary>
public sealed class ContentTypeTests(RunningApp app) : IClassFixture<RunningApp>
{
    private const string Nothing = "";

    private readonly string name = "typed-" + Guid.NewGuid().ToString("n");

    public static TheoryData<string> Taken { get; } =
    [
        Nothing, "application/json", "APPLICATION/JSON", "application/json; charset=utf-8", "application/json;charset=\"UTF-8\"", "application/vnd.shop+json",
        "application/merge-patch+json", "application/json; profile=x", "application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=utf-8",
    ];

    public static TheoryData<string> Refused { get; } =
    [
        "text/plain", "text/json", "application/xml", "application/jsonp", "application/json-seq", "application/+jsonx", "multipart/form-data; boundary=x", "application/octet-stream",
        "application/json; charset=iso-8859-1", "application/x-www-form-urlencoded; charset=latin1", "application/vnd.shop+json; charset=utf-16", "json", "application/json, text/plain", "*/*",
    ];

    [Theory]
    [MemberData(nameof(Taken))]
    public async Task Reads_what_says_that_it_is_json_or_says_nothing(string type)
    {
        using var admin = app.Admin();
        using var link = await SendAsync(admin, "POST", "/api/links", """{"url":"https://example.com/"}""", type);
        using var topic = await SendAsync(admin, "PUT", $"/api/topics/{name}", "{}", type);
        using var published = await SendAsync(admin, "POST", $"/api/topics/{name}/publish", """{"messages":[{"data":1}]}""", type);
        using var check = await SendAsync(admin, "POST", "/api/ratelimit/check", """{"api":"a","op":"o"}""", type);
        Assert.Equal([201, 201, 200, 200], new[] { link, topic, published, check }.Select(answer => (int)answer.Status));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Refuses_what_says_that_it_is_something_else_and_says_what_it_takes(string type)
    {
        using var admin = app.Admin();
        using var there = await admin.PutAsync($"/api/topics/{name}-there", new { });
        foreach (var (method, path, body) in ((string, string, string)[])[
            ("POST", "/api/links", """{"url":"https://example.com/"}"""), ("PUT", $"/api/topics/{name}", "{}"), ("PUT", $"/api/ratelimit/apis/{name}", "{}"),
            ("POST", "/api/ratelimit/check", """{"api":"a","op":"o"}"""), ("POST", $"/api/topics/{name}-there/publish", """{"messages":[{"data":1}]}"""), ("POST", "/api/keys", "{}")])
        {
            using var refused = await SendAsync(admin, method, path, body, type);
            var detail = refused.IsProblem(HttpStatusCode.UnsupportedMediaType, "unsupported-format").Text("detail");
            Assert.Contains("application/json", detail, StringComparison.Ordinal);
        }

        using var topic = await admin.GetAsync($"/api/topics/{name}");
        topic.IsProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task Asks_nothing_of_a_body_that_is_not_there()
    {
        using var admin = app.Admin();
        using var made = await admin.PostAsync("/api/keys", new { owner = "typed", scopes = new[] { "links" } });
        using var rotated = await SendAsync(admin, "POST", $"/api/keys/{made.Text("id")}/rotate", "", "text/plain");
        Assert.Equal(HttpStatusCode.OK, rotated.Status);
    }

    private static Task<ApiResponse> SendAsync(ApiClient client, string method, string path, string body, string type)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        if (type != Nothing)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        return client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path) { Content = content });
    }
}
