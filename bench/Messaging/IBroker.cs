using Serverless.Bench.Harness;

namespace Serverless.Bench.Messaging;

/// <summary>A running message broker with one topic and three durable subscriptions, by the client that its users take.</summary>
public interface IBroker : IAsyncDisposable
{
    /// <summary>What its row in the tables is called.</summary>
    string Name { get; }

    /// <summary>The processes of the broker.</summary>
    ContenderProcesses Processes { get; }

    /// <summary>Publishes messages and returns when the broker has acknowledged every one, as durably as it is configured to.</summary>
    /// <exception cref="BenchException">It refused one.</exception>
    Task PublishAsync(IReadOnlyList<byte[]> messages);

    /// <summary>Starts to consume a subscription, beside other receivers of it.</summary>
    /// <param name="subscription">0-2.</param>
    Task<IReceiver> SubscribeAsync(int subscription);

    /// <summary>Forgets all messages.</summary>
    Task ClearAsync();
}
