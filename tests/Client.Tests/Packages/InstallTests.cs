using System.Diagnostics;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Client.Tests.Packages;

/// <summary>The packages are installed from a folder by the commands that the documentation prints, and used.</summary>
public sealed class InstallTests(PackedFolder packed) : IClassFixture<PackedFolder>
{
    private const string Program = """
        using Serverless.Client;
        using Serverless.Client.AspNetCore;

        Console.WriteLine(typeof(ServerlessClient).Assembly.GetName().Name + " " + typeof(ServerlessRateLimiting).Assembly.GetName().Name);
        """;

    [Fact]
    public async Task Work_as_printed()
    {
        using var folder = new TempFolder();
        var project = folder.File("project");
        Directory.CreateDirectory(project);
        await File.WriteAllTextAsync(Path.Combine(project, "project.csproj"), """
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
            </Project>
            """, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(project, "Program.cs"), Program, TestContext.Current.CancellationToken);

        // A configuration of its own, and nothing of these packages left for later: their version is always the same.
        await File.WriteAllTextAsync(Path.Combine(project, "nuget.config"), "<configuration />", TestContext.Current.CancellationToken);
        await RunAsync(folder, project, "nuget", "add", "source", packed.Path, "--name", "serverless", "--configfile", Path.Combine(project, "nuget.config"));
        await RunAsync(folder, project, "add", "package", "Serverless.Client");
        await RunAsync(folder, project, "add", "package", "Serverless.Client.AspNetCore");
        Assert.Equal("Serverless.Client Serverless.Client.AspNetCore", (await RunAsync(folder, project, "run")).Trim());
    }

    private static async Task<string> RunAsync(TempFolder folder, string project, params string[] arguments)
    {
        var packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = project, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["NUGET_PACKAGES"] = folder.File("packages");
        start.Environment["NUGET_FALLBACK_PACKAGES"] = packages;
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}: {output}{await error}");
        return output;
    }
}
