using System.ComponentModel;
using Serverless.Azure.Tests.Emulators;
using Serverless.Core.Tests.Node;

[assembly: AssemblyFixture(typeof(Azurite))]

namespace Serverless.Azure.Tests.Emulators;

/// <summary>One Azurite for all tests of the assembly. Without Node they are skipped, except in CI.</summary>
public sealed class Azurite : IAsyncLifetime
{
    private AzuriteProcess? process;
    private string? missing;

    /// <summary>Skips the test that asks when there is no Azurite.</summary>
    public string ConnectionString
    {
        get
        {
            Assert.SkipWhen(process is null, missing ?? "Azurite has not been started.");
            return process.ConnectionString;
        }
    }

    public async ValueTask InitializeAsync()
    {
        try
        {
            NodePackages.Install();
            process = await AzuriteProcess.StartAsync();
        }
        catch (Exception exception) when (exception is Win32Exception or NodePackagesException && Environment.GetEnvironmentVariable("CI") != "true")
        {
            missing = $"Azurite needs Node.js and npm: {exception.Message}";
            Console.Error.WriteLine($"The tests against Azurite are skipped. {missing}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            await process.DisposeAsync();
        }
    }
}
