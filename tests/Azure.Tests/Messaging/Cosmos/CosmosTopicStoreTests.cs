using Serverless.Azure.Tests.CosmosStandIn;
using Serverless.Core.Messaging.Cosmos;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.Tests.Messaging;

namespace Serverless.Azure.Tests.Messaging.Cosmos;

/// <summary>The contract, kept over the stand-in or, where <c>COSMOS_TEST_CONNECTION</c> names one, a real account.</summary>
public sealed class CosmosTopicStoreTests : TopicStoreContract, IAsyncDisposable
{
    private readonly CosmosTestAccount cosmos = CosmosTestAccount.Any();

    protected override ITopicStore Store => new CosmosTopicStore(cosmos.Account);

    public ValueTask DisposeAsync() => cosmos.DisposeAsync();
}
