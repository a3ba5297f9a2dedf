using System.Diagnostics;
using System.Runtime.CompilerServices;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Client.Tests.Packages;

/// <summary>The packages as <c>dotnet pack</c> makes them, of a clone whose remote is on GitHub.</summary>
public sealed class PackedFolder : IAsyncLifetime
{
    private const string Remote = "sourcelink";

    private readonly TempFolder folder = new();

    public string Path => folder.File("packages");

    public async ValueTask InitializeAsync()
    {
        // Git's configuration of the user, which is read beside the clone's.
        Directory.CreateDirectory(folder.File("config/git"));
        await File.WriteAllTextAsync(folder.File("config/git/config"), $"[remote \"{Remote}\"]\n\turl = https://github.com/serverless/serverless.git\n");
        foreach (var project in new[] { "Client", "Client.AspNetCore", "Cli" })
        {
            await PackAsync(project);
        }
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private static string Source([CallerFilePath] string thisFile = "") =>
        System.IO.Path.GetFullPath(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(thisFile)!, "../../../src"));

    private async Task PackAsync(string project)
    {
        var start = new ProcessStartInfo("dotnet",
        [
            "pack", System.IO.Path.Combine(Source(), project), "--output", Path, "--artifacts-path", folder.File("artifacts"),
            $"-p:GitRepositoryRemoteName={Remote}", "-p:UseSharedCompilation=false", "-nodeReuse:false", "-v:q",
        ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["XDG_CONFIG_HOME"] = folder.File("config");
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{project}: {output}{await error}");
    }
}
