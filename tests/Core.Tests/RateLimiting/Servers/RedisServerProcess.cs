using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Serverless.Core.Tests.RateLimiting.Servers;

/// <summary>A running <c>redis-server</c> on the loopback address, with nothing on disk but its folder under the temporary one.</summary>
public sealed class RedisServerProcess : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentQueue<string> output = [];
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("redis-");
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource joined = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process process;

    private RedisServerProcess(int port, string[] settings)
    {
        Port = port;
        string[] arguments =
        [
            "--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", folder.FullName,
            "--save", "", "--appendonly", "no", .. settings,
        ];
        process = new Process { StartInfo = new ProcessStartInfo("redis-server", arguments) { RedirectStandardOutput = true, RedirectStandardError = true } };
        process.OutputDataReceived += (_, line) => Hear(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => Hear(line.Data ?? "");
    }

    public int Port { get; }

    public string Configuration => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port},allowAdmin=true");

    /// <summary>Completes when the node belongs to a whole cluster.</summary>
    public Task Joined => joined.Task.WaitAsync(Patience);

    /// <summary>Skips the running test where there is no Redis to start, except in CI.</summary>
    public static void SkipUnlessInstalled()
    {
        if (Environment.GetEnvironmentVariable("CI") != "true")
        {
            Assert.SkipUnless(IsInstalled(), "redis-server is not installed (Debian: apt-get install redis-server).");
        }
    }

    public static bool IsInstalled()
    {
        try
        {
            using var version = Process.Start(new ProcessStartInfo("redis-server", "--version") { RedirectStandardOutput = true })!;
            version.WaitForExit();
            return version.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    /// <exception cref="Win32Exception">It is not installed.</exception>
    public static async Task<RedisServerProcess> StartAsync(int? port = null, params string[] settings)
    {
        var started = new RedisServerProcess(port ?? LoopbackPort.Free(), settings);
        started.process.Start();
        started.process.BeginOutputReadLine();
        started.process.BeginErrorReadLine();
        var first = await Task.WhenAny(started.ready.Task, started.process.WaitForExitAsync()).WaitAsync(Patience);
        Assert.True(first == started.ready.Task, $"redis-server ended instead of getting ready: {string.Join('\n', started.output)}");
        return started;
    }

    /// <summary>Stops the process where it is, connections and all.</summary>
    public Task PauseAsync() => SignalAsync("-STOP");

    public Task ResumeAsync() => SignalAsync("-CONT");

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        folder.Delete(recursive: true);
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [signal, process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }

    private void Hear(string line)
    {
        output.Enqueue(line);
        if (line.Contains("Ready to accept connections", StringComparison.Ordinal))
        {
            ready.TrySetResult();
        }

        if (line.Contains("Cluster state changed: ok", StringComparison.Ordinal))
        {
            joined.TrySetResult();
        }
    }
}
