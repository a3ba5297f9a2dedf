using Serverless.Azure.Tests.EndToEnd;
using Serverless.Functions.Tests.EndToEnd;

[assembly: AssemblyFixture(typeof(Backing))]

namespace Serverless.Functions.Tests.EndToEnd;

/// <summary>
/// What the application under test stands on: LocalHost's own stores or, when <c>SERVERLESS_TEST_BACKING</c> is <c>azure</c>,
/// Azurite, a stand-in for Cosmos DB and redis-server, with three instances of the application over them.
/// </summary>
public sealed class Backing : IAsyncLifetime
{
    private const string Variable = "SERVERLESS_TEST_BACKING";
    private const string Azure = "azure";

    private static AzureBacking? azure;

    public static bool IsAzure { get; } = Environment.GetEnvironmentVariable(Variable) switch
    {
        null or "" => false,
        Azure => true,
        var other => throw new InvalidOperationException($"{Variable} is '{other}'; it can be '{Azure}'."),
    };

    /// <summary>The settings for a LocalHost on a data folder.</summary>
    public static Task<string[]> ArgumentsAsync(string folder) => azure?.ArgumentsAsync(folder) ?? Task.FromResult<string[]>([]);

    public async ValueTask InitializeAsync() => azure = IsAzure ? await AzureBacking.StartAsync() : null;

    public ValueTask DisposeAsync() => azure?.DisposeAsync() ?? ValueTask.CompletedTask;
}
