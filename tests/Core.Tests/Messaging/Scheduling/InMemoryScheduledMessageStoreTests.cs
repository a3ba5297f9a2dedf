using Serverless.Core.Messaging.Scheduling;

namespace Serverless.Core.Tests.Messaging.Scheduling;

/// <summary>The contract, kept by the store that other tests rely on.</summary>
public sealed class InMemoryScheduledMessageStoreTests : ScheduledMessageStoreContract
{
    protected override IScheduledMessageStore Store { get; } = new InMemoryScheduledMessageStore();
}
