using System.Diagnostics;
using Serverless.Bench.Harness;

namespace Serverless.Bench.ColdStart;

/// <summary>Programs as they are published; compiled ahead for this machine's kind of processor, which needs packages of the SDK's own (Crossgen, the runtime).</summary>
internal static class PublishedPrograms
{
    private const string LocalHost = "LocalHost";
    private const string FunctionApp = "FunctionApp";

    private static readonly string[] Ahead = ["--use-current-runtime", "-p:PublishReadyToRun=true"];

    /// <summary>The app alone: what the framework is generic in is compiled at the start. Publishes into the artifacts, which takes a minute or two the first time.</summary>
    /// <returns>The program to start.</returns>
    /// <exception cref="BenchException">It can't be published.</exception>
    public static Task<string> PublishAsync() => PublishAsync(LocalHost, "ready-to-run", [.. Ahead, "--self-contained", "false"]);

    /// <summary>The app with the framework in one, as the container's image has it: takes several minutes the first time.</summary>
    /// <inheritdoc cref="PublishAsync()"/>
    public static async Task<string> PublishCompositeAsync() =>
        Path.ChangeExtension(await PublishAsync(LocalHost, "composite", [.. Ahead, "--self-contained", "true", "-p:PublishReadyToRunComposite=true"]), null);

    /// <summary>The Functions app as it is deployed, or compiled ahead alone.</summary>
    /// <inheritdoc cref="PublishAsync()"/>
    public static Task<string> PublishWorkerAsync(bool isAhead) => isAhead
        ? PublishAsync(FunctionApp, "worker-ready-to-run", [.. Ahead, "--self-contained", "false"])
        : PublishAsync(FunctionApp, "worker", []);

    private static async Task<string> PublishAsync(string project, string name, IEnumerable<string> options)
    {
        var repository = Path.GetDirectoryName(Workspace.Sources)!;
        var artifacts = Path.Combine(repository, "artifacts", name);
        var folder = Path.Combine(artifacts, "app");
        string[] command =
        [
            "publish", Path.Combine(repository, "src", project), "--configuration", "Release", .. options, "-p:BuildConsole=false",
            "--artifacts-path", artifacts, "--output", folder, "--verbosity", "quiet",
        ];
        using var process = Process.Start(new ProcessStartInfo("dotnet", command) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? Path.Combine(folder, $"Serverless.{project}.dll")
            : throw new BenchException($"{project} can't be published: {output}");
    }
}
