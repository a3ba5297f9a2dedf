using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Client.Tests.Docs;

/// <summary>Every program that the documentation prints compiles and runs as it is printed.</summary>
public sealed class SnippetTests(RunningApp app) : IClassFixture<RunningApp>
{
    private const int MostPassing = 50;

    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false });

    public static TheoryData<string> Snippets => [.. Snippet.All.Select(snippet => snippet.ToString())];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Snippets))]
    public async Task Runs(string name)
    {
        var snippet = Snippet.All.Single(each => each.ToString() == name);
        using var admin = app.Admin();
        // The middleware counts the address that it sees; others name a user.
        await (snippet.Text.Contains("UseServerlessRateLimiting", StringComparison.Ordinal) ? PrepareAsync(admin, "ip", "127.0.0.1") : PrepareAsync(admin, "user", "ann"));
        using var run = new SnippetRun(snippet.Compile(), app);
        await (snippet.Text switch
        {
            var text when text.Contains("WebhookVerifier", StringComparison.Ordinal) => ReceiveAsync(await AddressOfAsync(run)),
            var text when text.Contains("UseServerlessRateLimiting", StringComparison.Ordinal) => LimitAsync(await AddressOfAsync(run)),
            var text when text.Contains("SubscribeAsync", StringComparison.Ordinal) => run.LineAsync("order 16"),
            var text when text.Contains("ListAttemptsAsync", StringComparison.Ordinal) => ContainsAsync(run, "0 are delivered now."),
            var text when text.Contains("WriteCondition", StringComparison.Ordinal) => ContainsAsync(run, "It has changed: True"),
            var text when text.Contains("CancelScheduledAsync", StringComparison.Ordinal) => ContainsAsync(run, "It was taken back: True"),
            var text when text.Contains("CheckAsync", StringComparison.Ordinal) => ContainsAsync(run, "leads to https://example.com/a"),
            _ => ContainsAsync(run, app.Address.AbsoluteUri),
        });
    }

    [Fact]
    public void There_are_programs_in_each_page_that_speaks_of_dotnet()
    {
        string[] pages = ["README.md", Path.Combine("docs", "client.md"), Path.Combine("src", "Client", "README.md"), Path.Combine("src", "Client.AspNetCore", "README.md")];
        Assert.Superset<string>(pages.Select(page => page.Replace('\\', '/')).ToHashSet(), Snippet.All.Select(snippet => snippet.Page.Replace('\\', '/')).ToHashSet());
    }

    private static async Task PrepareAsync(ApiClient admin, string identifyBy, string caller)
    {
        using var topic = await admin.PutAsync("/api/topics/orders", new { });
        using var subscription = await admin.PutAsync("/api/topics/orders/subscriptions/mail", new { delivery = new { mode = "pull" } });
        using var published = await admin.PostAsync("/api/topics/orders/publish", new { messages = new[] { new { data = "order 16" } } });
        using var rule = await admin.PutAsync("/api/ratelimit/rules/shop-orders", new { api = "shop", op = "orders.create", timeUnit = "day", requests = 1, identifyBy });
        using var reset = await admin.DeleteAsync($"/api/ratelimit/counters?rule=shop-orders&{identifyBy}={caller}");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NoContent), (published.Status, reset.Status));
    }

    private static async Task<Uri> AddressOfAsync(SnippetRun run)
    {
        var line = await run.LineAsync("Now listening on: ");
        return new Uri(line[line.IndexOf("http", StringComparison.Ordinal)..]);
    }

    private static async Task ContainsAsync(SnippetRun run, string text) => Assert.Contains(text, await run.EndAsync(), StringComparison.Ordinal);

    private static async Task LimitAsync(Uri address)
    {
        using var first = await Http.PostAsync(new Uri(address, "orders"), null, Cancelled);
        Assert.Equal((HttpStatusCode.OK, "Ordered."), (first.StatusCode, await first.Content.ReadAsStringAsync(Cancelled)));

        // A program that has just begun may miss the deadline of its first checks on a busy machine, and lets those requests pass.
        var last = first.StatusCode;
        for (var more = 0; more < MostPassing && last == HttpStatusCode.OK; more++)
        {
            using var next = await Http.PostAsync(new Uri(address, "orders"), null, Cancelled);
            last = next.StatusCode;
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, last);
    }

    private static async Task ReceiveAsync(Uri address)
    {
        Assert.Equal(HttpStatusCode.Unauthorized, await HookAsync(address, Convert.ToBase64String(new byte[32])));
        Assert.Equal(HttpStatusCode.OK, await HookAsync(address, Sign("{}")));
    }

    private static async Task<HttpStatusCode> HookAsync(Uri address, string signature)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, "hooks/orders")) { Content = new StringContent("{}") };
        request.Headers.Add(WebhookVerifier.IdHeader, "msg_1");
        request.Headers.Add(WebhookVerifier.TimestampHeader, Now);
        request.Headers.Add(WebhookVerifier.SignatureHeader, $"v1,{signature}");
        using var response = await Http.SendAsync(request, Cancelled);
        return response.StatusCode;
    }

    private static string Now { get; } = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private static string Sign(string body) => Convert.ToBase64String(HMACSHA256.HashData(
        Convert.FromBase64String(SnippetRun.WebhookSecret["whsec_".Length..]), Encoding.UTF8.GetBytes($"msg_1.{Now}.{body}")));
}
