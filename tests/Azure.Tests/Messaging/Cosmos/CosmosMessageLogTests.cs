using Serverless.Azure.Tests.CosmosStandIn;
using Serverless.Core.Messaging.Cosmos;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Tests.Messaging;

namespace Serverless.Azure.Tests.Messaging.Cosmos;

/// <summary>The contract, kept over the stand-in or, where <c>COSMOS_TEST_CONNECTION</c> names one, a real account.</summary>
public sealed class CosmosMessageLogTests : MessageLogContract, IAsyncDisposable
{
    private readonly CosmosTestAccount cosmos = CosmosTestAccount.Any();
    private CosmosMessageLog? log;

    protected override IMessageLog Log => log ??= cosmos.Log();

    public ValueTask DisposeAsync() => cosmos.DisposeAsync();
}
