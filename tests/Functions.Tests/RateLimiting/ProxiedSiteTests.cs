using System.Net.Sockets;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Functions.Tests.RateLimiting;

/// <summary>nginx and Caddy limit a static site by asking us; with the configurations of docs/rate-limiting.md.</summary>
public sealed class ProxiedSiteTests(RunningApp app) : IClassFixture<RunningApp>, IDisposable
{
    private readonly TempFolder folder = new();
    private readonly string api = "site-" + Guid.NewGuid().ToString("n");

    [Fact]
    public async Task Nginx_limits_a_site_by_auth_request()
    {
        await PrepareAsync();
        await using var nginx = await ProxyProcess.StartAsync("nginx", folder.Path, Nginx, file => ["-p", folder.Path, "-c", file, "-e", "stderr"]);
        await LimitsAsync(nginx.Address, hasHeadersWhileAllowed: true);
    }

    [Fact]
    public async Task Caddy_limits_a_site_by_forward_auth()
    {
        await PrepareAsync();
        await using var caddy = await ProxyProcess.StartAsync("caddy", folder.Path, Caddy, file => ["run", "--adapter", "caddyfile", "--config", file]);
        await LimitsAsync(caddy.Address, hasHeadersWhileAllowed: false);
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

    private string Nginx(int port) => $$"""
        daemon off; master_process off; pid {{folder.Path}}/nginx.pid; error_log stderr;
        events {}
        http {
          access_log off;
          client_body_temp_path {{folder.Path}}/body; proxy_temp_path {{folder.Path}}/proxy; fastcgi_temp_path {{folder.Path}}/fastcgi;
          uwsgi_temp_path {{folder.Path}}/uwsgi; scgi_temp_path {{folder.Path}}/scgi;
          server {
            listen 127.0.0.1:{{port}};
            root {{folder.Path}}/site;
            location / {
              auth_request /_limit;
              auth_request_set $limit $upstream_http_ratelimit;
              auth_request_set $policy $upstream_http_ratelimit_policy;
              auth_request_set $retry $upstream_http_retry_after;
              add_header RateLimit $limit always;
              add_header RateLimit-Policy $policy always;
              error_page 403 = @limited;
            }
            location @limited {
              add_header RateLimit $limit always;
              add_header RateLimit-Policy $policy always;
              add_header Retry-After $retry always;
              return 429 "Too many requests.\n";
            }
            location = /_limit {
              internal;
              proxy_pass http://127.0.0.1:{{app.Address.Port}}/api/ratelimit/authorize?api={{api}}&deny=403;
              proxy_pass_request_body off;
              proxy_set_header Content-Length "";
              proxy_set_header Authorization "Bearer {{app.AdminKey}}";
              proxy_set_header X-Forwarded-For $remote_addr;
              proxy_set_header X-Forwarded-Method $request_method;
              proxy_set_header X-Forwarded-Uri $request_uri;
              proxy_set_header X-User-Id "";
              proxy_set_header x-ms-invocation-id "";
            }
          }
        }
        """;

    private string Caddy(int port) => $$"""
        {
          admin off
          auto_https off
        }
        http://127.0.0.1:{{port}} {
          bind 127.0.0.1
          root * {{folder.Path}}/site
          forward_auth 127.0.0.1:{{app.Address.Port}} {
            uri /api/ratelimit/authorize?api={{api}}
            header_up Authorization "Bearer {{app.AdminKey}}"
            header_up -X-User-Id
            header_up -x-ms-invocation-id
          }
          file_server
        }
        """;
}
