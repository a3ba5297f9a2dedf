using System.Diagnostics;
using Serverless.Bench.Harness;

namespace Serverless.Bench.ColdStart;

/// <summary>LocalHost compiled ahead for this machine's kind of processor, which needs packages of the SDK's own (Crossgen, the runtime).</summary>
internal static class ReadyToRun
{
    /// <summary>The app alone: what the framework is generic in is compiled at the start. Publishes into the artifacts, which takes a minute or two the first time.</summary>
    /// <returns>The program to start.</returns>
    /// <exception cref="BenchException">It can't be published.</exception>
    public static Task<string> PublishAsync() => PublishAsync("ready-to-run", "--self-contained", "false");

    /// <summary>The app with the framework in one, as the container's image has it: takes several minutes the first time.</summary>
    /// <inheritdoc cref="PublishAsync()"/>
    public static async Task<string> PublishCompositeAsync() =>
        Path.ChangeExtension(await PublishAsync("composite", "--self-contained", "true", "-p:PublishReadyToRunComposite=true"), null);

    private static async Task<string> PublishAsync(string name, params string[] options)
    {
        var repository = Path.GetDirectoryName(Workspace.Sources)!;
        var artifacts = Path.Combine(repository, "artifacts", name);
        var folder = Path.Combine(artifacts, "app");
        string[] command =
        [
            "publish", Path.Combine(repository, "src", "LocalHost"), "--configuration", "Release", "--use-current-runtime", .. options,
            "-p:PublishReadyToRun=true", "-p:BuildConsole=false", "--artifacts-path", artifacts, "--output", folder, "--verbosity", "quiet",
        ];
        using var process = Process.Start(new ProcessStartInfo("dotnet", command) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? Path.Combine(folder, "Serverless.LocalHost.dll")
            : throw new BenchException($"LocalHost can't be published with ReadyToRun: {output}");
    }
}
