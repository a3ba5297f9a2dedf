using System.ComponentModel;
using System.Diagnostics;
using Serverless.Core.Tests.Node;

namespace Serverless.Functions.Tests.Description;

/// <summary>A linter of others finds nothing wrong with the OpenAPI document, nor with an example in it.</summary>
public sealed class RedoclyTests
{
    [Fact]
    public async Task Finds_no_error_and_no_warning()
    {
        var folder = NodePackages.FolderOf("redocly");
        try
        {
            NodePackages.Install(folder);
        }
        catch (Exception exception) when (exception is Win32Exception or NodePackagesException && Environment.GetEnvironmentVariable("CI") != "true")
        {
            Assert.Skip($"The linter needs Node.js and npm: {exception.Message}");
        }

        var start = new ProcessStartInfo("node", [Path.Combine("node_modules", "@redocly", "cli", "bin", "cli.js"), "lint", "--format", "stylish", "../../src/Functions/Description/openapi.json"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["REDOCLY_TELEMETRY"] = "off", ["REDOCLY_SUPPRESS_UPDATE_NOTICE"] = "true" },
        };
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"{await output}\n{await errors}");
        Assert.DoesNotContain("warning", await output, StringComparison.OrdinalIgnoreCase);
    }
}
