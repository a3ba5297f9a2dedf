using Serverless.Core.Storage;

namespace Serverless.Core.Messaging.Cosmos;

/// <summary>What the stores of an app say that has no store for messages: there is nothing, and nothing can be added.</summary>
internal static class MissingMessageStore
{
    public static Exception Refusal() => new StoreUnavailableException("No store for messages is configured: this app has no message queue.");
}
