using Serverless.Bench.Harness;

namespace Serverless.Bench.Messaging;

/// <summary>Deliveries a second to consumers of three subscriptions that ask for messages and acknowledge them.</summary>
public sealed class PullScenario : IScenario
{
    // Beside the round that every scenario begins with: LocalHost and all clients are compiled while they run, which
    // takes some ten seconds of full load.
    private const int WarmUps = 3;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4);

    private readonly List<IBroker> running = [];

    public string Name => "queue-pull";

    public async Task<IReadOnlyList<Comparison>> PrepareAsync(Workspace workspace)
    {
        running.Add(await LocalHostBroker.StartAsync(workspace));
        running.AddRange(await Brokers.StartQuickPeersAsync(workspace));
        DrainLoad[] loads = [.. running.Select(broker => new DrainLoad(broker))];
        foreach (var load in Enumerable.Repeat(loads, WarmUps).SelectMany(all => all))
        {
            await load.MeasureAsync(WarmUp);
        }

        return
        [
            new Comparison(
                "Deliveries",
                "deliveries",
                $"What has piled up is received and acknowledged, up to {BenchMessages.Batch} messages at a time, by four consumers of each of {BenchMessages.Subscriptions} subscriptions; the times are those of receiving and acknowledging once.",
                loads),
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
