using System.Globalization;

namespace Serverless.Bench.Harness;

/// <summary>Starts what is compared with.</summary>
public static class Peers
{
    /// <summary>A mode of this program.</summary>
    public static Task<ServerProcess> StartAsync<TPeer>(params IEnumerable<string> arguments)
        where TPeer : IPeer, new()
    {
        var port = Workspace.FreePort();
        return ServerProcess.StartAsync(port, "dotnet", [typeof(Peers).Assembly.Location, new TPeer().Name, Text(port), .. arguments]);
    }

    /// <summary>A script of <c>bench/peers</c>, which is given its port and the arguments.</summary>
    public static Task<ServerProcess> StartNodeAsync(string script, params IEnumerable<string> arguments)
    {
        var port = Workspace.FreePort();
        return ServerProcess.StartAsync(port, "node", [Path.Combine(Workspace.Sources, "peers", script), Text(port), .. arguments]);
    }

    /// <summary>A Redis that keeps nothing on disk.</summary>
    public static Task<ServerProcess> StartRedisAsync()
    {
        var port = Workspace.FreePort();
        return ServerProcess.StartAsync(port, "redis-server", "--bind", "127.0.0.1", "--port", Text(port), "--save", "", "--appendonly", "no");
    }

    /// <summary>nginx with a <c>server</c> block of its own, whose <c>listen</c> is given.</summary>
    /// <param name="http">What goes into the <c>http</c> block before the server.</param>
    /// <param name="server">What goes into the <c>server</c> block.</param>
    /// <param name="modules">Debian's modules to load, in their order.</param>
    public static async Task<ServerProcess> StartNginxAsync(Workspace workspace, string http, string server, params IEnumerable<string> modules)
    {
        var (folder, port) = (workspace.NewFolder("nginx"), Workspace.FreePort());
        await File.WriteAllTextAsync(Path.Combine(folder, "nginx.conf"), $$"""
            {{string.Concat(modules.Select(module => $"load_module /usr/lib/nginx/modules/{module}.so; "))}}
            daemon off;
            pid nginx.pid;
            worker_processes auto;
            error_log stderr error;
            events { worker_connections 1024; }
            http {
                access_log off;
                keepalive_requests 1000000000;
                client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
            {{http}}
                server {
                    listen 127.0.0.1:{{Text(port)}};
            {{server}}
                }
            }
            """);
        return await ServerProcess.StartAsync(port, "nginx", "-p", folder, "-c", "nginx.conf");
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
