using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Tests.Messaging;

/// <summary>The contract, kept by the store that other tests rely on.</summary>
public sealed class InMemoryTopicStoreTests : TopicStoreContract
{
    protected override ITopicStore Store { get; } = new InMemoryTopicStore();
}
