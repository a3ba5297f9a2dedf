using System.Diagnostics;
using System.Reflection;
using System.Text;
using System.Threading.Channels;
using Serverless.Cli;
using Serverless.Cli.Commands;

namespace Serverless.Client.Tests.Cli;

/// <summary>The tool as a process of its own, so that it can be killed.</summary>
internal sealed class CliProcess : IDisposable
{
    private readonly Channel<string> lines = Channel.CreateUnbounded<string>();
    private readonly Process process;
    private readonly Task<string> output;
    private readonly Task<string> error;

    public CliProcess(Uri service, string key, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Assembly.GetAssembly(typeof(CliApp))!.Location, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment[ServiceOptions.UrlVariable] = service.AbsoluteUri;
        start.Environment[ServiceOptions.KeyVariable] = key;
        process = Process.Start(start)!;
        (output, error) = (ReadAsync(), process.StandardError.ReadToEndAsync());
    }

    /// <summary>Waits for the next line that it prints.</summary>
    public async Task<string> NextLineAsync() => await lines.Reader.ReadAsync(TestContext.Current.CancellationToken);

    /// <summary>SIGKILL: no goodbye.</summary>
    public void Kill() => process.Kill();

    public void Interrupt()
    {
        using var kill = Process.Start("kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public async Task<CliRun> EndAsync()
    {
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new CliRun(process.ExitCode, await output, await error);
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        process.Dispose();
    }

    private async Task<string> ReadAsync()
    {
        var all = new StringBuilder();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            all.Append(line).Append('\n');
            lines.Writer.TryWrite(line);
        }

        lines.Writer.Complete();
        return all.ToString();
    }
}
