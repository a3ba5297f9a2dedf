using System.Diagnostics;
using Serverless.Bench.Harness;

namespace Serverless.Bench.ColdStart;

/// <summary>LocalHost compiled ahead for this machine's kind of processor, which needs a package of the SDK's own (Crossgen).</summary>
internal static class ReadyToRun
{
    /// <summary>Publishes it into the artifacts, which takes a minute or two the first time.</summary>
    /// <returns>The program to start.</returns>
    /// <exception cref="BenchException">It can't be published.</exception>
    public static async Task<string> PublishAsync()
    {
        var repository = Path.GetDirectoryName(Workspace.Sources)!;
        var artifacts = Path.Combine(repository, "artifacts", "ready-to-run");
        var folder = Path.Combine(artifacts, "app");
        string[] command =
        [
            "publish", Path.Combine(repository, "src", "LocalHost"), "--configuration", "Release", "--use-current-runtime", "--self-contained", "false",
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
