using System.Net.Sockets;
using System.Text;

namespace Serverless.Torture.Security;

/// <summary>An answer as it came over the wire.</summary>
/// <param name="Head">Status line and header lines, without the empty line behind them.</param>
/// <param name="Body">All that followed, until the connection was closed.</param>
internal sealed record RawAnswer(string Head, byte[] Body)
{
    private static readonly byte[] EndOfHead = "\r\n\r\n"u8.ToArray();

    public string Status => Head.Split(' ')[1];

    /// <summary>Names of the header lines, in lower case; a line without a name is there whole.</summary>
    public IEnumerable<string> Names => Head.Split('\n').Skip(1).Select(line => line.Split(':')[0].ToLowerInvariant());

    /// <summary>The value of the only line of a header; null when there is none.</summary>
    public string? Header(string name) => Head.Split("\r\n").Skip(1)
        .SingleOrDefault(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();

    /// <summary>Sends bytes exactly as given, each character one of Latin-1, and reads until the connection is closed.</summary>
    public static async Task<RawAnswer> ToAsync(Uri server, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port, TestContext.Current.CancellationToken);
        await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(request), TestContext.Current.CancellationToken);
        using var answer = new MemoryStream();
        try
        {
            await client.GetStream().CopyToAsync(answer, TestContext.Current.CancellationToken);
        }
        catch (IOException) when (answer.Length > 0)
        {
            // A server that closes before it has read everything resets the connection, after its answer.
        }

        var bytes = answer.ToArray();
        var end = bytes.AsSpan().IndexOf(EndOfHead);
        Assert.True(end > 0, $"No answer: '{Encoding.Latin1.GetString(bytes)}'.");
        return new RawAnswer(Encoding.Latin1.GetString(bytes, 0, end), bytes[(end + EndOfHead.Length)..]);
    }

    /// <summary>A GET without a body on a connection of its own.</summary>
    public static Task<RawAnswer> GetAsync(Uri server, string target, string headers = "") =>
        ToAsync(server, $"GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{headers}\r\n");
}
