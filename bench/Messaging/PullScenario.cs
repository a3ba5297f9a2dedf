using Serverless.Bench.Harness;

namespace Serverless.Bench.Messaging;

/// <summary>Deliveries a second to consumers of three subscriptions that ask for messages and acknowledge them.</summary>
public sealed class PullScenario : IScenario
{
    private readonly List<IBroker> running = [];

    public string Name => "queue-pull";

    public async Task<IReadOnlyList<Comparison>> PrepareAsync(Workspace workspace)
    {
        running.Add(await LocalHostBroker.StartAsync(workspace));
        running.AddRange(await Brokers.StartPeersAsync(workspace));
        return
        [
            new Comparison(
                "Deliveries",
                "deliveries",
                $"What has piled up is received and acknowledged, up to {BenchMessages.Batch} messages at a time, by four consumers of each of {BenchMessages.Subscriptions} subscriptions; the times are those of receiving and acknowledging once.",
                [.. running.Select(broker => new DrainLoad(broker))]),
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
