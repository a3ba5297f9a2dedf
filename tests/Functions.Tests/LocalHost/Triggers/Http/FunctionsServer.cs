using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Serverless.LocalHost.Hosting;
using Serverless.LocalHost.Triggers;
using Serverless.LocalHost.Triggers.Http;

namespace Serverless.Functions.Tests.LocalHost.Triggers.Http;

/// <summary>The HTTP functions of a class on a real server, spoken to over a raw socket.</summary>
internal sealed class FunctionsServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private FunctionsServer(WebApplication app) => this.app = app;

    public RecordedLogs Logs { get; private init; } = new();

    private int Port => new Uri(app.Urls.Single()).Port;

    public static async Task<FunctionsServer> StartAsync(
        Type functions, string routePrefix = "", Action<IServiceCollection>? configure = null, HttpSettings? http = null, params (string Name, string Value)[] settings)
    {
        var logs = new RecordedLogs();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        logs.Record(builder.Logging);
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => new KeyValuePair<string, string?>(setting.Name, setting.Value)));
        builder.Services.AddFunctions(FunctionCatalog.Of(functions), new HostSettings(routePrefix, new QueueSettings()) { Http = http ?? new HttpSettings() });
        configure?.Invoke(builder.Services);
        var app = builder.Build();
        app.UseFunctionsHost();
        app.MapFunctions();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new FunctionsServer(app) { Logs = logs };
    }

    /// <summary>Opens a connection of its own.</summary>
    public async Task<NetworkStream> ConnectAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, Port, TestContext.Current.CancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>Sends one request exactly as given and reads the answer; an <see cref="IOException"/> if it is cut short.</summary>
    /// <param name="headers">Header lines, each ended by CRLF.</param>
    public async Task<RawAnswer> SendAsync(string method, string target, string headers = "")
    {
        await using var connection = await ConnectAsync();
        await connection.WriteAsync(Encoding.Latin1.GetBytes($"{method} {target} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n"));
        return await ReadAsync(connection, hasBody: method != "HEAD").InTimeAsync();
    }

    public Task<RawAnswer> GetAsync(string target, string headers = "") => SendAsync("GET", target, headers);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static async Task<RawAnswer> ReadAsync(NetworkStream connection, bool hasBody)
    {
        using var reader = new StreamReader(connection, Encoding.Latin1, leaveOpen: true);
        var head = new StringBuilder();
        var length = 0;
        while (await reader.ReadLineAsync() is { Length: > 0 } line)
        {
            head.AppendLine(line);
            if (line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
            {
                length = int.Parse(line.AsSpan(line.IndexOf(':', StringComparison.Ordinal) + 1));
            }
        }

        var body = new char[hasBody ? length : 0];
        // A read of nothing would wait for more to come.
        if (body.Length > 0 && await reader.ReadBlockAsync(body) < body.Length)
        {
            throw new EndOfStreamException();
        }

        return new RawAnswer(int.Parse(head.ToString().Split(' ')[1]), head.ToString(), new string(body));
    }
}
