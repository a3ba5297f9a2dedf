namespace Serverless.Functions.Tests.EndToEnd;

/// <summary>
/// What the application under test stands on: LocalHost's own stores or, when <c>SERVERLESS_TEST_BACKING</c> is <c>azure</c>,
/// what a fixture of the tests' assembly has started.
/// </summary>
public static class Backing
{
    private const string Variable = "SERVERLESS_TEST_BACKING";
    private const string Azure = "azure";

    /// <summary>Whether a fixture of the tests' assembly starts stand-ins of Azure's services.</summary>
    public static bool StartsAzure { get; } = Environment.GetEnvironmentVariable(Variable) switch
    {
        null or "" => false,
        Azure => true,
        var other => throw new InvalidOperationException($"{Variable} is '{other}'; it can be '{Azure}'."),
    };

    /// <summary>Whether the application stands on Azure's services or on what stands in for them; the Functions host always does.</summary>
    public static bool IsAzure => StartsAzure || TestHost.IsFunc;

    /// <summary>Gives the settings for a LocalHost on a data folder; null for its own stores.</summary>
    public static Func<string, Task<string[]>>? Started { get; set; }

    /// <inheritdoc cref="Started"/>
    public static Task<string[]> ArgumentsAsync(string folder) => Started?.Invoke(folder) ?? Task.FromResult<string[]>([]);
}
