using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using Serverless.LocalHost.Hosting;

namespace Serverless.Functions.Tests.EndToEnd;

/// <summary>LocalHost as a process of its own, as a user starts it, so that it can be killed.</summary>
internal sealed partial class LocalHostProcess : IAsyncDisposable
{
    private const string LastLineOfBanner = "Ctrl+C stops it.";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly string Binary = typeof(LocalCluster).Assembly.Location;

    private readonly Process process;
    private readonly StringBuilder output = new();
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private LocalHostProcess(IEnumerable<string> command, string? workingDirectory)
    {
        var start = new ProcessStartInfo("dotnet", command)
        {
            WorkingDirectory = workingDirectory ?? "",
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
    }

    public string Output
    {
        get
        {
            lock (output)
            {
                return output.ToString();
            }
        }
    }

    public Uri Address => new(Listening().Match(Output).Groups[1].Value);

    public int Id => process.Id;

    /// <summary>Bytes of memory that are the process's now.</summary>
    public long WorkingSet
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64;
        }
    }

    /// <summary>The most bytes of memory that were the process's so far.</summary>
    public long PeakWorkingSet
    {
        get
        {
            process.Refresh();
            return process.PeakWorkingSet64;
        }
    }

    /// <summary>Starts it on a free port and waits until it says that it is ready.</summary>
    public static async Task<LocalHostProcess> StartAsync(string dataFolder, params string[] arguments) =>
        await StartAsync([Binary, "--port", "0", "--data", dataFolder, .. arguments, .. await Backing.ArgumentsAsync(dataFolder)], workingDirectory: null);

    /// <summary>Starts it from its sources with the README's command, in some folder, and waits until it says that it is ready.</summary>
    public static Task<LocalHostProcess> StartFromSourcesAsync(string workingDirectory, [CallerFilePath] string thisFile = "")
    {
        var project = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "../../../src/LocalHost"));
        return StartAsync(["run", "--no-build", "--project", project, "--", "--port", "0"], workingDirectory);
    }

    /// <summary>Starts it, expecting that it ends by itself.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        await using var started = Launch([Binary, .. arguments], workingDirectory: null);
        await started.process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience);
        return (started.process.ExitCode, started.Output);
    }

    /// <summary>Ends it as a power cut would: SIGKILL, no goodbye.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience);
    }

    /// <summary>Asks it to stop, as a service manager does, and returns its exit code.</summary>
    public async Task<int> TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            // "dotnet run" has the program as its child, which would hold the output open.
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync().WaitAsync(Patience);
        }

        process.Dispose();
    }

    private static async Task<LocalHostProcess> StartAsync(string[] command, string? workingDirectory)
    {
        var started = Launch(command, workingDirectory);
        var first = await Task.WhenAny(started.ready.Task, started.process.WaitForExitAsync()).WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.True(first == started.ready.Task, $"It ended instead of getting ready: {started.Output}");
        return started;
    }

    private static LocalHostProcess Launch(IEnumerable<string> command, string? workingDirectory)
    {
        var launched = new LocalHostProcess(command, workingDirectory);
        launched.process.Start();
        launched.process.BeginOutputReadLine();
        launched.process.BeginErrorReadLine();
        return launched;
    }

    private void Take(string? line)
    {
        lock (output)
        {
            output.AppendLine(line);
        }

        if (line == LastLineOfBanner)
        {
            ready.TrySetResult();
        }
    }

    [GeneratedRegex(@"listening on\s+(\S+)")]
    private static partial Regex Listening();
}
