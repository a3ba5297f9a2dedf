using System.Diagnostics;
using System.Reflection;

namespace Serverless.Functions.Tests.Infrastructure;

/// <summary>The Bicep compiler of the NuGet package that the test project restores on Linux for x64.</summary>
internal static class BicepCompiler
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly string Path = typeof(BicepCompiler).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .SingleOrDefault(metadata => metadata.Key == "Bicep")?.Value ?? "";

    public static bool IsRestored => File.Exists(Path);

    /// <summary>Skips the running test where there is no compiler, except in CI.</summary>
    public static void SkipUnlessRestored()
    {
        if (Environment.GetEnvironmentVariable("CI") != "true")
        {
            Assert.SkipUnless(IsRestored, "The Bicep compiler comes in a package for Linux on x64.");
        }
    }

    /// <returns>What it wrote to both outputs: nothing, where it has nothing to say.</returns>
    /// <exception cref="Xunit.Sdk.XunitException">It ended with an error.</exception>
    public static async Task<string> RunAsync(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        Assert.True(IsRestored, "The Bicep compiler was not restored.");
        var start = new ProcessStartInfo(Path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Patience);
        var said = $"{await output}{await errors}".Trim();
        Assert.True(process.ExitCode == 0, said);
        return said;
    }
}
