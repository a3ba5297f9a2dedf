using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Serverless.Functions.Tests.Documents;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Functions.Tests.RateLimiting;

/// <summary>nginx and Caddy limit a static site by asking us; with the configurations of docs/rate-limiting.md.</summary>
public sealed class ProxiedSiteTests(RunningApp app) : IClassFixture<RunningApp>, IDisposable
{
    private readonly TempFolder folder = new();
    private readonly string api = "site-" + Guid.NewGuid().ToString("n");

    [Theory]
    [InlineData("open")]
    [InlineData("closed")]
    public async Task Nginx_limits_a_site_by_auth_request(string mode)
    {
        await PrepareAsync();
        await using var nginx = await NginxAsync(mode, app.Address.Port);
        await LimitsAsync(nginx.Address, hasHeadersWhileAllowed: true);
        await AnswersOddRequestsAsync(nginx.Address);
    }

    [Theory]
    [InlineData("open")]
    [InlineData("closed")]
    public async Task Caddy_limits_a_site_by_forward_auth(string mode)
    {
        await PrepareAsync();
        await using var caddy = await CaddyAsync(mode, app.Address.Port);
        await LimitsAsync(caddy.Address, hasHeadersWhileAllowed: false);
        await AnswersOddRequestsAsync(caddy.Address);
    }

    [Theory]
    [InlineData("nginx", "open", false, HttpStatusCode.OK)]
    [InlineData("nginx", "open", true, HttpStatusCode.OK)]
    [InlineData("nginx", "closed", false, HttpStatusCode.ServiceUnavailable)]
    [InlineData("nginx", "closed", true, HttpStatusCode.ServiceUnavailable)]
    [InlineData("caddy", "open", false, HttpStatusCode.OK)]
    [InlineData("caddy", "open", true, HttpStatusCode.OK)]
    [InlineData("caddy", "closed", false, HttpStatusCode.BadGateway)]
    [InlineData("caddy", "closed", true, HttpStatusCode.GatewayTimeout)]
    public async Task Without_a_limiter_a_site_is_open_or_closed_as_configured(string proxy, string mode, bool hangs, HttpStatusCode status)
    {
        await PrepareAsync();
        using var closed = new ClosedPort();
        using var hung = new TcpListener(IPAddress.Loopback, 0);
        hung.Start();
        var port = hangs ? ((IPEndPoint)hung.LocalEndpoint).Port : closed.Number;
        await using var running = proxy == "nginx" ? await NginxAsync(mode, port) : await CaddyAsync(mode, port);
        using var client = From("127.0.0.1", running.Address);
        for (var i = 0; i < 2; i++)
        {
            using var answered = await client.GetAsync("/index.html", TestContext.Current.CancellationToken);
            Assert.Equal(status, answered.StatusCode);
            Assert.Equal(status == HttpStatusCode.ServiceUnavailable, answered.Headers.RetryAfter is not null);
        }
    }

    public void Dispose() => folder.Dispose();

    private async Task PrepareAsync()
    {
        Directory.CreateDirectory(folder.File("site/blog"));
        await File.WriteAllTextAsync(folder.File("site/index.html"), "home", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(folder.File("site/blog/a b.html"), "blog", TestContext.Current.CancellationToken);
        // The workers of a proxy that was started by root are nobody.
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder.Path, (UnixFileMode)0b111_101_101);
        }

        using var admin = app.Admin();
        using var put = await admin.PutAsync($"/api/ratelimit/apis/{api}", new
        {
            operations = new[] { new { op = "blog", method = "GET", route = "blog/{page}" }, new { op = "page", method = "GET", route = "{*path}" } },
        });
        using var rule = await admin.PutAsync($"/api/ratelimit/rules/{api}", new { api, op = "page", timeUnit = "day", requests = 3, algorithm = "fixedWindow", identifyBy = "ip" });
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (put.Status, rule.Status));
    }

    private async Task LimitsAsync(Uri site, bool hasHeadersWhileAllowed)
    {
        using var client = From("127.0.0.1", site);
        for (var i = 0; i < 3; i++)
        {
            using var allowed = await client.GetAsync("/index.html?n=1", TestContext.Current.CancellationToken);
            Assert.Equal((HttpStatusCode.OK, "home"), (allowed.StatusCode, await allowed.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
            Assert.Equal(hasHeadersWhileAllowed, allowed.Headers.Contains("RateLimit"));
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, "/index.html");
        // What a client says of itself does not count.
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", "203.0.113.99");
        request.Headers.TryAddWithoutValidation("X-Forwarded-Uri", "/blog/x");
        request.Headers.TryAddWithoutValidation("X-User-Id", "somebody");
        using var denied = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.TooManyRequests, denied.StatusCode);
        Assert.Matches($"^\"{api}\";r=0;t=[0-9]+$", denied.Headers.NonValidated["RateLimit"].ToString());
        Assert.Equal($"\"{api}\";q=3;w=86400", denied.Headers.NonValidated["RateLimit-Policy"].ToString());
        Assert.InRange(denied.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 86_400);

        using var unlimited = await client.GetAsync("/blog/a%20b.html", TestContext.Current.CancellationToken);
        using var other = From("127.0.0.2", site);
        using var others = await other.GetAsync("/index.html", TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (unlimited.StatusCode, others.StatusCode));
    }

    private static HttpClient From(string address, Uri site) => new(new SocketsHttpHandler
    {
        UseProxy = false,
        ConnectCallback = async (context, token) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
            await socket.ConnectAsync(context.DnsEndPoint, token);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    {
        BaseAddress = site,
    };

    // What is odd is refused by us, what no operation has passes; neither is taken for a failure.
    private async Task AnswersOddRequestsAsync(Uri site)
    {
        Assert.Equal("HTTP/1.1 400", await StatusAsync(site, "GET", "/blog/x;y=1"));
        Assert.Equal("HTTP/1.1 400", await StatusAsync(site, "GET", "/blog/x%2e"));
        Assert.NotEqual("HTTP/1.1 500", await StatusAsync(site, "GET", "/blog/%ff"));
        // As each of the two answers by itself.
        Assert.Contains(await StatusAsync(site, "DELETE", "/index.html"), new[] { "HTTP/1.1 405", "HTTP/1.1 200" });
        Assert.Equal("HTTP/1.1 200", await StatusAsync(site, "GET", "/blog/a%20b.html", "Referer: http://x/caf\u00e9\r\nX-Name: \u00fc\r\n"));
    }

    private static async Task<string> StatusAsync(Uri site, string method, string target, string headers = "")
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, site.Port, TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes($"{method} {target} HTTP/1.1\r\nHost: {site.Authority}\r\n{headers}Connection: close\r\n\r\n"), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return (await reader.ReadLineAsync(TestContext.Current.CancellationToken))![.."HTTP/1.1 200".Length];
    }

    private Task<ProxyProcess> NginxAsync(string mode, int limiter) => ProxyProcess.StartAsync(
        "nginx",
        folder.Path,
        port => $$"""
            daemon off; master_process off; pid {{folder.Path}}/nginx.pid; error_log stderr;
            events {}
            http {
              access_log off;
              client_body_temp_path {{folder.Path}}/body; proxy_temp_path {{folder.Path}}/proxy; fastcgi_temp_path {{folder.Path}}/fastcgi;
              uwsgi_temp_path {{folder.Path}}/uwsgi; scgi_temp_path {{folder.Path}}/scgi;
              upstream limiter { server 127.0.0.1:{{limiter}}; keepalive 32; }
              server {
                listen 127.0.0.1:{{port}};
                root {{folder.Path}}/site;
                set $limit_api {{api}};
                set $limit_key {{app.AdminKey}};
                include {{Documented("nginx-limit.conf")}};
                include {{Documented($"nginx-fail-{mode}.conf")}};
              }
            }
            """,
        file => ["-p", folder.Path, "-c", file, "-e", "stderr"]);

    private async Task<ProxyProcess> CaddyAsync(string mode, int limiter)
    {
        using var open = new TcpListener(IPAddress.Loopback, 0);
        open.Start();
        var openPort = ((IPEndPoint)open.LocalEndpoint).Port;
        open.Stop();
        return await ProxyProcess.StartAsync(
            "caddy",
            folder.Path,
            port => $$"""
                {
                  admin off
                  auto_https off
                }
                import {{Documented("Caddyfile.limit")}}
                http://127.0.0.1:{{port}} {
                  bind 127.0.0.1
                  import limit_{{mode}} {{api}}
                  root * {{folder.Path}}/site
                  file_server
                }
                """,
            file => ["run", "--adapter", "caddyfile", "--config", file],
            [("LIMITER", $"127.0.0.1:{limiter}"), ("LIMITER_KEY", app.AdminKey), ("LIMIT_OPEN_PORT", openPort.ToString(CultureInfo.InvariantCulture))]);
    }

    // The very files that docs/rate-limiting.md speaks of.
    private static string Documented(string file) => Repository.PathTo("docs", "proxies", file);
}
