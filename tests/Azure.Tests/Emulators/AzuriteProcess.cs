using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Serverless.Core.Tests.Node;

namespace Serverless.Azure.Tests.Emulators;

/// <summary>A running Azurite with nothing in it, on ports that the system chose.</summary>
internal sealed partial class AzuriteProcess : IAsyncDisposable
{
    /// <summary>The account that every emulator has; its key is public.</summary>
    private const string Account =
        "AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly string[] Services = ["Blob", "Queue", "Table"];

    private readonly ConcurrentQueue<string> output = [];
    private readonly ConcurrentDictionary<string, string> addresses = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process process;

    private AzuriteProcess()
    {
        process = new Process
        {
            StartInfo = new ProcessStartInfo(
                "node",
                [
                    Path.Combine(NodePackages.Folder, "node_modules", "azurite", "dist", "src", "azurite.js"),
                    "--inMemoryPersistence", "--skipApiVersionCheck", "--silent", "--disableTelemetry",
                    "--blobPort", "0", "--queuePort", "0", "--tablePort", "0",
                ])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
    }

    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;{Account};TableEndpoint={addresses["Table"]}/devstoreaccount1;QueueEndpoint={addresses["Queue"]}/devstoreaccount1;BlobEndpoint={addresses["Blob"]}/devstoreaccount1;";

    /// <exception cref="System.ComponentModel.Win32Exception">There is no Node.js.</exception>
    public static async Task<AzuriteProcess> StartAsync()
    {
        var started = new AzuriteProcess();
        started.process.Start();
        started.process.BeginOutputReadLine();
        started.process.BeginErrorReadLine();
        var first = await Task.WhenAny(started.listening.Task, started.process.WaitForExitAsync()).WaitAsync(Patience);
        Assert.True(first == started.listening.Task, $"Azurite ended instead of getting ready: {string.Join('\n', started.output)}");
        return started;
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private void Take(string? line)
    {
        output.Enqueue(line ?? "");
        if (Listening().Match(line ?? "") is { Success: true } match)
        {
            addresses[match.Groups[1].Value] = match.Groups[2].Value;
        }

        if (Services.All(addresses.ContainsKey))
        {
            listening.TrySetResult();
        }
    }

    [GeneratedRegex("^Azurite (Blob|Queue|Table) service is successfully listening at (http://[^/]+)")]
    private static partial Regex Listening();
}
