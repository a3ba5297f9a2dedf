namespace Serverless.Functions.Tests.EndToEnd;

/// <summary>
/// What the application under test stands on: LocalHost's own stores or, when <c>SERVERLESS_TEST_BACKING</c> is <c>azure</c>,
/// or <c>azure-accounts</c> for links in several accounts, what a fixture of the tests' assembly has started.
/// </summary>
public static class Backing
{
    private const string Variable = "SERVERLESS_TEST_BACKING";
    private const string Azure = "azure";
    private const string AzureAccounts = "azure-accounts";

    /// <summary>Whether a fixture of the tests' assembly starts stand-ins of Azure's services.</summary>
    public static bool StartsAzure { get; } = Environment.GetEnvironmentVariable(Variable) switch
    {
        null or "" => false,
        Azure or AzureAccounts => true,
        var other => throw new InvalidOperationException($"{Variable} is '{other}'; it can be '{Azure}' or '{AzureAccounts}'."),
    };

    /// <summary>Whether links lie in several accounts there.</summary>
    public static bool HasLinkAccounts => Environment.GetEnvironmentVariable(Variable) == AzureAccounts;

    /// <summary>Whether the application stands on Azure's services or on what stands in for them; the Functions host always does.</summary>
    public static bool IsAzure => StartsAzure || TestHost.IsFunc;

    /// <summary>Gives the settings for a LocalHost on a data folder; null for its own stores.</summary>
    public static Func<string, Task<string[]>>? Started { get; set; }

    /// <inheritdoc cref="Started"/>
    public static Task<string[]> ArgumentsAsync(string folder) => Started?.Invoke(folder) ?? Task.FromResult<string[]>([]);
}
