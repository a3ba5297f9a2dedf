using System.Globalization;
using Serverless.Bench.Harness;

namespace Serverless.Bench.RateLimiting;

/// <summary>Reverse proxies that limit by <c>x-caller</c> and forward to an upstream, as its users configure them.</summary>
public static class GatewayPeers
{
    private const string Forward = """
                        proxy_http_version 1.1;
                        proxy_set_header Connection "";
                        proxy_pass http://upstream;
        """;

    /// <summary>nginx that counts in the memory that its workers share.</summary>
    public static Task<ServerProcess> StartNginxAsync(Workspace workspace, ServerProcess upstream) => Peers.StartNginxAsync(
        workspace,
        $"""
            limit_req_zone $http_x_caller zone=callers:16m rate=1000000r/s;
        {Upstream(upstream)}
        """,
        $$"""
                    location / {
                        limit_req zone=callers burst=1000000 nodelay;
        {{Forward}}
                    }
        """);

    /// <summary>
    /// nginx that asks the same Redis as the gateway, one script a request, over connections that its workers keep
    /// (Debian's <c>libnginx-mod-http-lua</c> and <c>lua-nginx-redis</c>).
    /// </summary>
    public static Task<ServerProcess> StartNginxWithRedisAsync(Workspace workspace, ServerProcess upstream, ServerProcess redis) => Peers.StartNginxAsync(
        workspace,
        $$"""
            lua_package_path "/usr/share/lua/5.1/?.lua;;";
        {{Upstream(upstream)}}
            init_by_lua_block {
                limiter = { script = [[{{FixedWindowScript.Text}}]] }
            }
        """,
        $$"""
                    location / {
                        access_by_lua_block {
                            local redis = require("nginx.redis"):new()
                            redis:set_timeout(1000)
                            if not redis:connect("127.0.0.1", {{Text(redis.Port)}}) then return ngx.exit(503) end
                            local caller = "nginx:" .. ngx.var.http_x_caller
                            if not limiter.sha then limiter.sha = redis:script("load", limiter.script) end
                            local answer, failure = redis:evalsha(limiter.sha, 1, caller, "{{BenchRules.PlentyText}}")
                            if not answer then ngx.log(ngx.ERR, failure) return ngx.exit(503) end
                            redis:set_keepalive(60000, 64)
                            if answer[1] == 0 then return ngx.exit(429) end
                            ngx.header["RateLimit"] = answer[2]
                        }
        {{Forward}}
                    }
        """,
        modules: ["ndk_http_module", "ngx_http_lua_module"]);

    /// <summary>HAProxy that counts in a stick table of its process.</summary>
    public static async Task<ServerProcess> StartHaproxyAsync(Workspace workspace, ServerProcess upstream)
    {
        var (file, port) = (Path.Combine(workspace.NewFolder("haproxy"), "haproxy.cfg"), Workspace.FreePort());
        await File.WriteAllTextAsync(file, $$"""
            global
                maxconn 4096
            defaults
                mode http
                timeout connect 5s
                timeout client 60s
                timeout server 60s
            frontend callers
                bind 127.0.0.1:{{Text(port)}}
                stick-table type string len 32 size 100k expire 1d store http_req_rate(1d)
                http-request track-sc0 req.hdr(x-caller)
                http-request deny deny_status 429 if { sc_http_req_rate(0) gt {{BenchRules.PlentyText}} }
                default_backend upstream
            backend upstream
                http-reuse always
                server upstream 127.0.0.1:{{Text(upstream.Port)}}

            """);
        return await ServerProcess.StartAsync(port, "haproxy", "-db", "-f", file);
    }

    private static string Upstream(ServerProcess upstream) =>
        $$"""    upstream upstream { server 127.0.0.1:{{Text(upstream.Port)}}; keepalive 64; }""";

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
