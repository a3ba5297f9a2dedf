using System.Net.Sockets;
using System.Text.RegularExpressions;
using StackExchange.Redis;

namespace Serverless.Azure.Tests.Operations;

/// <summary>Watches the commands that a redis-server is sent; what a script does inside is part of the one command.</summary>
internal sealed partial class RedisCommands : IAsyncDisposable
{
    private const string Marker = "ECHO";

    /// <summary>What connections say to keep themselves going.</summary>
    private static readonly string[] Housekeeping = ["PING", "INFO", "CONFIG", "CLIENT", "HELLO", "SELECT", "SUBSCRIBE", "CLUSTER", "SENTINEL", "AUTH", "SCRIPT"];

    private readonly ConnectionMultiplexer connection;
    private readonly TcpClient client;
    private readonly StreamReader lines;

    private RedisCommands(ConnectionMultiplexer connection, TcpClient client)
    {
        this.connection = connection;
        this.client = client;
        lines = new StreamReader(client.GetStream());
    }

    public static async Task<RedisCommands> ConnectAsync(string configuration)
    {
        var connection = await ConnectionMultiplexer.ConnectAsync(configuration);
        var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)connection.GetEndPoints()[0]);
        await client.GetStream().WriteAsync("MONITOR\r\n"u8.ToArray());
        var commands = new RedisCommands(connection, client);
        await commands.lines.ReadLineAsync();
        return commands;
    }

    /// <summary>The names of the commands since the last time this was asked.</summary>
    public async Task<IReadOnlyList<string>> TakeAsync()
    {
        var mark = Guid.NewGuid().ToString();
        await connection.GetDatabase().ExecuteAsync(Marker, mark);
        var taken = new List<string>();
        while (await lines.ReadLineAsync() is { } line)
        {
            var command = Command().Match(line).Groups[1].Value.ToUpperInvariant();
            if (command == Marker && line.Contains(mark, StringComparison.Ordinal))
            {
                break;
            }

            if (command.Length > 0 && command != Marker && !Housekeeping.Contains(command))
            {
                taken.Add(command);
            }
        }

        return taken;
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await connection.DisposeAsync();
    }

    /// <summary>The command of a client, as in <c>+1700000000.123456 [0 127.0.0.1:50000] "GET" "key"</c>; a script's has <c>lua</c> in place of the address.</summary>
    [GeneratedRegex("""^\+[\d.]+ \[\d+ [^l\]][^\]]*\] "([^"]+)".*""")]
    private static partial Regex Command();
}
