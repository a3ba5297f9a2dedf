using Serverless.Core.Messaging.Attempts;

namespace Serverless.Core.Tests.Messaging.Attempts;

public sealed class InMemoryAttemptStoreTests : AttemptStoreContract
{
    protected override IAttemptStore Store { get; } = new InMemoryAttemptStore();
}
