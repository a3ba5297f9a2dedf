using Serverless.Azure.Tests.CosmosStandIn;
using Serverless.Azure.Tests.Emulators;
using Serverless.Core.Messaging.Cosmos;
using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.Trimming;
using Serverless.Core.Tests.Messaging.Cursors;

namespace Serverless.Azure.Tests.Messaging.Cosmos;

/// <summary>The contract, kept over the stand-in, or the account that <c>COSMOS_TEST_CONNECTION</c> names, and Azurite.</summary>
public sealed class CosmosCursorStoreTests(Azurite azurite) : CursorStoreContract, IAsyncDisposable
{
    private readonly CosmosTestAccount cosmos = CosmosTestAccount.Any();
    private readonly TestAccount storage = new(azurite);

    protected override ICursorStore Store => new CosmosCursorStore(cosmos.Account, new TableFloors(storage.Tables, cosmos.Time), cosmos.Time);

    public ValueTask DisposeAsync() => cosmos.DisposeAsync();
}
