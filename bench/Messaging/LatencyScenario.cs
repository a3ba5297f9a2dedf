using Serverless.Bench.Harness;

namespace Serverless.Bench.Messaging;

/// <summary>How long a message takes from its publisher to its receivers at a moderate load.</summary>
public sealed class LatencyScenario : IScenario
{
    private readonly List<IBroker> running = [];

    public string Name => "queue-latency";

    public async Task<IReadOnlyList<Comparison>> PrepareAsync(Workspace workspace)
    {
        running.Add(await LocalHostBroker.StartAsync(workspace));
        running.Add(await LocalHostPushBroker.StartAsync(workspace, "Serverless, pushed to an endpoint", BenchMessages.Subscriptions));
        running.AddRange(await Brokers.StartPeersAsync(workspace));
        return
        [
            new Comparison(
                "From publishing to receipt",
                "deliveries",
                $"{LatencyLoad.MessagesPerSecond} single messages a second to {BenchMessages.Subscriptions} subscriptions with two consumers each, that wait for messages.",
                [.. running.Select(broker => new LatencyLoad(broker))]) { RelatesTimes = true },
        ];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var broker in running)
        {
            await broker.DisposeAsync();
        }
    }
}
