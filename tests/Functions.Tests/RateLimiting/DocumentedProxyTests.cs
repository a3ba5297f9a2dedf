using Serverless.Functions.Tests.Docs;
using Serverless.Functions.Tests.Documents;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Functions.Tests.RateLimiting;

/// <summary>The nginx of the documentation keeps from the application what the Functions host would stumble over, and what a client says of itself.</summary>
public sealed class DocumentedProxyTests : IAsyncLifetime
{
    private readonly TempFolder folder = new();
    private UpstreamServer application = null!;

    public async ValueTask InitializeAsync()
    {
        // The workers of a proxy that was started by root are nobody.
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder.Path, (UnixFileMode)0b111_101_101);
        }

        application = await UpstreamServer.StartAsync();
    }

    [Fact]
    public async Task As_a_proxy_of_ones_own() => await KeepsAsync(port => NginxOf("docs/operations.md")
        .Replace("listen 443 ssl", $"listen 127.0.0.1:{port}", StringComparison.Ordinal)
        .Replace("http://127.0.0.1:8080", application.Address.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal));

    [Fact]
    public async Task As_one_that_asks_for_a_limit() => await KeepsAsync(port => $$"""
        upstream limiter { server {{application.Address.Authority}}; keepalive 32; }
        server {
          listen 127.0.0.1:{{port}};
          root {{folder.Path}};
          set $limit_api shop;
          set $limit_key KEY;
          include {{Repository.PathTo("docs", "proxies", "nginx-limit.conf")}};
          include {{Repository.PathTo("docs", "proxies", "nginx-fail-open.conf")}};
        }
        """);

    public async ValueTask DisposeAsync()
    {
        await application.DisposeAsync();
        folder.Dispose();
    }

    private static string NginxOf(string page) => MarkdownPage.Read(page).Code.First(code => code.Language == "nginx").Text;

    private async Task KeepsAsync(Func<int, string> server)
    {
        await using var nginx = await ProxyProcess.StartAsync("nginx", folder.Path, port => Whole(server(port)), file => ["-p", folder.Path, "-c", file, "-e", "stderr"]);
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = nginx.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/x");
        request.Headers.TryAddWithoutValidation("x-ms-invocation-id", "4c1a");
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", "203.0.113.99");
        request.Headers.TryAddWithoutValidation("X-Mine", "kept");
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var received = Assert.Single(application.Take());
        Assert.Equal((null, "127.0.0.1", "kept"), (received.Header("x-ms-invocation-id"), received.Header("X-Forwarded-For"), received.Header("X-Mine")));
    }

    private string Whole(string server) => $$"""
        daemon off; master_process off; pid {{folder.Path}}/nginx.pid; error_log stderr;
        events {}
        http {
          access_log off;
          client_body_temp_path {{folder.Path}}/body; proxy_temp_path {{folder.Path}}/proxy; fastcgi_temp_path {{folder.Path}}/fastcgi;
          uwsgi_temp_path {{folder.Path}}/uwsgi; scgi_temp_path {{folder.Path}}/scgi;
          {{server}}
        }
        """;
}
