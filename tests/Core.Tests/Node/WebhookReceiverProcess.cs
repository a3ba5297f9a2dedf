using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using System.Threading.Channels;

namespace Serverless.Core.Tests.Node;

/// <summary>A receiver of webhooks in Node.js, on the published libraries <c>standardwebhooks</c> and <c>cloudevents</c>.</summary>
public sealed class WebhookReceiverProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Channel<string> lines = Channel.CreateUnbounded<string>();
    private readonly Process process;

    private WebhookReceiverProcess(string secret)
    {
        var start = new ProcessStartInfo("node", [Path.Combine(NodePackages.Folder, "webhook-receiver.js"), secret])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
    }

    public Uri Address { get; private set; } = new("http://localhost/");

    /// <summary>Starts a receiver that knows the secret. Without Node.js and npm the test is skipped, except in CI.</summary>
    public static async Task<WebhookReceiverProcess> StartAsync(string secret)
    {
        try
        {
            NodePackages.Install();
        }
        catch (Exception exception) when (exception is Win32Exception or NodePackagesException && Environment.GetEnvironmentVariable("CI") != "true")
        {
            Assert.Skip($"The receiver needs Node.js and npm: {exception.Message}");
        }

        var started = new WebhookReceiverProcess(secret);
        started.process.Start();
        started.process.BeginOutputReadLine();
        started.process.BeginErrorReadLine();
        started.Address = new Uri(await started.NextLineAsync());
        return started;
    }

    /// <summary>What the receiver made of the next request: <c>handshake</c>, or <c>id</c> and <c>events</c>, or <c>error</c>.</summary>
    public async Task<JsonElement> NextAsync() => JsonElement.Parse(await NextLineAsync());

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private async Task<string> NextLineAsync() =>
        await lines.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience, TestContext.Current.CancellationToken);

    private void Take(string? line)
    {
        if (line is not null)
        {
            lines.Writer.TryWrite(line);
        }
    }
}
