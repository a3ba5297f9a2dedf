using Serverless.Core.Messaging.Log;

namespace Serverless.Core.Tests.Messaging;

/// <summary>The contract, kept by the log that other tests rely on.</summary>
public sealed class InMemoryMessageLogTests : MessageLogContract
{
    protected override IMessageLog Log { get; } = new InMemoryMessageLog();
}
