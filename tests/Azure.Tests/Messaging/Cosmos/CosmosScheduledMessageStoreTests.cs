using Microsoft.Extensions.Time.Testing;
using Serverless.Azure.Tests.CosmosStandIn;
using Serverless.Core.Messaging.Cosmos;
using Serverless.Core.Messaging.Scheduling;
using Serverless.Core.Tests.Messaging;
using Serverless.Core.Tests.Messaging.Scheduling;

namespace Serverless.Azure.Tests.Messaging.Cosmos;

/// <summary>The contract, kept over the stand-in or, where <c>COSMOS_TEST_CONNECTION</c> names one, a real account.</summary>
public sealed class CosmosScheduledMessageStoreTests : ScheduledMessageStoreContract, IAsyncDisposable
{
    private readonly CosmosTestAccount cosmos = CosmosTestAccount.Any();
    private readonly FakeTimeProvider time = new(SampleMessages.Start);

    public CosmosScheduledMessageStoreTests() => Store = new CosmosScheduledMessageStore(cosmos.Account, time);

    protected override IScheduledMessageStore Store { get; }

    public ValueTask DisposeAsync() => cosmos.DisposeAsync();
}
