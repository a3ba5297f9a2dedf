using System.ComponentModel;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace Serverless.Functions.Tests.RateLimiting;

/// <summary>A real proxy in front of a static site, on a free port of this machine, in a folder of its own.</summary>
internal sealed class ProxyProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process process;
    private readonly StringBuilder output = new();

    private ProxyProcess(Process process, int port)
    {
        this.process = process;
        Address = new Uri($"http://127.0.0.1:{port}");
    }

    public Uri Address { get; }

    /// <summary>Starts it and waits until it accepts connections. Without the program the test is skipped, except in CI.</summary>
    /// <param name="configuration">Makes the configuration's text for a port.</param>
    /// <param name="arguments">Makes the command line for the configuration's file.</param>
    /// <param name="variables">Of its environment.</param>
    public static async Task<ProxyProcess> StartAsync(string program, string folder, Func<int, string> configuration, Func<string, string[]> arguments, params (string Name, string Value)[] variables)
    {
        var port = FreePort();
        var file = Path.Combine(folder, program + ".conf");
        await File.WriteAllTextAsync(file, configuration(port), TestContext.Current.CancellationToken);
        var start = new ProcessStartInfo(program, arguments(file)) { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = folder };
        start.Environment["HOME"] = start.Environment["XDG_DATA_HOME"] = start.Environment["XDG_CONFIG_HOME"] = folder;
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        var started = new ProxyProcess(new Process { StartInfo = start }, port);
        try
        {
            started.Launch();
        }
        catch (Win32Exception exception) when (Environment.GetEnvironmentVariable("CI") != "true")
        {
            var reason = $"{program} is not installed: {exception.Message}";
            Console.Error.WriteLine($"The tests with {program} are skipped. {reason}");
            Assert.Skip(reason);
        }

        await started.ListensAsync();
        return started;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }

    private static int FreePort()
    {
        using var socket = new ClosedPort();
        return socket.Number;
    }

    private void Launch()
    {
        process.OutputDataReceived += (_, line) => output.AppendLine(line.Data);
        process.ErrorDataReceived += (_, line) => output.AppendLine(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    private async Task ListensAsync()
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            Assert.False(process.HasExited, $"It ended instead of getting ready: {output}");
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Patience, $"It does not get ready: {output}");
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, Address.Port, TestContext.Current.CancellationToken);
                return;
            }
            catch (SocketException)
            {
                await Task.Yield();
            }
        }
    }
}
