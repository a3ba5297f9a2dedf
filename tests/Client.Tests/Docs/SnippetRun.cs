using System.Diagnostics;
using System.Text;
using System.Threading.Channels;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Client.Tests.Docs;

/// <summary>A program of the documentation, running as a process of its own.</summary>
internal sealed class SnippetRun : IDisposable
{
    public const string WebhookSecret = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

    private readonly Channel<string> lines = Channel.CreateUnbounded<string>();
    private readonly Process process;
    private readonly Task<string> output;
    private readonly Task<string> error;

    public SnippetRun(string program, RunningApp app)
    {
        var tests = Path.Combine(AppContext.BaseDirectory, typeof(SnippetRun).Assembly.GetName().Name!);
        var start = new ProcessStartInfo("dotnet", ["exec", "--runtimeconfig", $"{tests}.runtimeconfig.json", "--depsfile", $"{tests}.deps.json", program])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["SERVERLESS_URL"] = app.Address.AbsoluteUri;
        start.Environment["SERVERLESS_API_KEY"] = app.AdminKey + "\n";
        start.Environment["WEBHOOK_SECRET"] = WebhookSecret;
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        process = Process.Start(start)!;
        (output, error) = (ReadAsync(), process.StandardError.ReadToEndAsync());
    }

    /// <summary>Waits for a line that it prints.</summary>
    public async Task<string> LineAsync(string part)
    {
        await foreach (var line in lines.Reader.ReadAllAsync(TestContext.Current.CancellationToken))
        {
            if (line.Contains(part, StringComparison.Ordinal))
            {
                return line;
            }
        }

        throw new InvalidOperationException($"It ended without '{part}':{Environment.NewLine}{await output}{await error}");
    }

    /// <summary>What it printed, once it ended by itself and well.</summary>
    public async Task<string> EndAsync()
    {
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"{process.ExitCode}:{Environment.NewLine}{await output}{await error}");
        return await output;
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
            all.AppendLine(line);
            lines.Writer.TryWrite(line);
        }

        lines.Writer.Complete();
        return all.ToString();
    }
}
