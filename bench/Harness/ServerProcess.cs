using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Serverless.Bench.Harness;

/// <summary>A server in a process of its own on a loopback port, ended with the scenario.</summary>
public sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(50);

    private readonly Process process;

    private ServerProcess(Process process, int port)
    {
        this.process = process;
        Port = port;
    }

    public int Port { get; }

    /// <summary>Of the process.</summary>
    public int Id => process.Id;

    public Uri Address => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}"));

    /// <summary>Starts a program and returns once it accepts connections.</summary>
    /// <exception cref="BenchException">It can't be started, ended, or did not listen within a minute.</exception>
    public static Task<ServerProcess> StartAsync(int port, string program, params IEnumerable<string> arguments) =>
        StartAsync(port, program, new Dictionary<string, string>(), arguments);

    /// <param name="environment">What is added to the environment, or replaced in it.</param>
    /// <inheritdoc cref="StartAsync(int, string, IEnumerable{string})"/>
    public static async Task<ServerProcess> StartAsync(
        int port, string program, IReadOnlyDictionary<string, string> environment, params IEnumerable<string> arguments)
    {
        var output = new List<string>();
        var started = Launch(program, environment, arguments, output);
        var server = new ServerProcess(started, port);
        var deadline = TimeProvider.System.GetTimestamp();
        while (!await AcceptsAsync(port))
        {
            if (started.HasExited || TimeProvider.System.GetElapsedTime(deadline) > Patience)
            {
                await server.DisposeAsync();
                throw new BenchException($"{program} does not listen on port {port}: {string.Join(' ', output)}");
            }

            await Task.Delay(LookAgainAfter, TimeProvider.System);
        }

        return server;
    }

    /// <param name="signal">Without SIG: <c>STOP</c>, <c>CONT</c>, <c>KILL</c>.</param>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", ["-s", signal, process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync().WaitAsync(Patience);
        }

        process.Dispose();
    }

    private static Process Launch(string program, IReadOnlyDictionary<string, string> environment, IEnumerable<string> arguments, List<string> output)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        try
        {
            var process = Process.Start(start)!;
            process.OutputDataReceived += Keep;
            process.ErrorDataReceived += Keep;
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            return process;
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new BenchException($"{program} can't be started: {exception.Message} bench/run installs it.", exception);
        }

        void Keep(object sender, DataReceivedEventArgs line)
        {
            lock (output)
            {
                output.Add(line.Data ?? "");
            }
        }
    }

    private static async Task<bool> AcceptsAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
