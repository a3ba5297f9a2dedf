using Serverless.Azure.Tests.EndToEnd;
using Serverless.Functions.Tests.Backings;
using Serverless.Functions.Tests.EndToEnd;

[assembly: AssemblyFixture(typeof(AzureBackingFixture))]

namespace Serverless.Functions.Tests.Backings;

/// <summary>Azurite, a stand-in for Cosmos DB and redis-server, with three instances of the application over them, where they are asked for.</summary>
public sealed class AzureBackingFixture : IAsyncLifetime
{
    private AzureBacking? azure;

    public async ValueTask InitializeAsync()
    {
        if (Backing.StartsAzure)
        {
            azure = await AzureBacking.StartAsync(Backing.HasLinkAccounts);
            Backing.Started = azure.ArgumentsAsync;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await FuncHost.StopSharedAsync();
        if (azure is not null)
        {
            await azure.DisposeAsync();
        }
    }
}
