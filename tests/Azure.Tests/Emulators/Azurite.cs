using System.ComponentModel;
using Serverless.Azure.Tests.Emulators;
using Serverless.Core.Tests.Node;

[assembly: AssemblyFixture(typeof(Azurite))]

namespace Serverless.Azure.Tests.Emulators;

/// <summary>One Azurite for all tests of the assembly. Without Node they are skipped, except in CI.</summary>
public sealed class Azurite : IAsyncLifetime
{
    /// <summary>Accounts for links, beside the one that every emulator has.</summary>
    public static readonly IReadOnlyList<string> LinkAccounts = ["linksone", "linkstwo", "linksthree"];

    private AzuriteProcess? process;
    private string? missing;

    /// <summary>Skips the test that asks when there is no Azurite.</summary>
    public string ConnectionString => ConnectionStringOf(AzuriteProcess.DefaultAccount);

    /// <inheritdoc cref="ConnectionString"/>
    public string ConnectionStringOf(string account)
    {
        Assert.SkipWhen(process is null, missing ?? "Azurite has not been started.");
        return process.ConnectionStringOf(account);
    }

    public async ValueTask InitializeAsync()
    {
        try
        {
            NodePackages.Install();
            process = await AzuriteProcess.StartAsync([AzuriteProcess.DefaultAccount, .. LinkAccounts]);
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
