using Serverless.Bench.Harness;

namespace Serverless.Bench.Messaging;

/// <summary>What a message costs as its topic gets more subscriptions.</summary>
public sealed class SubscriptionsScenario : IScenario
{
    private static readonly int[] Counts = [1, 10, 100, 1_000, 10_000];

    private readonly List<FilledTopic> filled = [];

    public string Name => "queue-subscriptions";

    public async Task<IReadOnlyList<Comparison>> PrepareAsync(Workspace workspace)
    {
        foreach (var count in Counts)
        {
            filled.Add(await FilledTopic.CreateAsync(workspace.NewFolder("topic"), count));
        }

        return
        [
            new Comparison(
                "Cost of fan-out",
                "deliveries",
                $"In this process, without HTTP: {BenchMessages.Batch} messages are published together, and every subscription pulls them at once and acknowledges them at once; the times are those of the two. Calls of log and cursors are counted at their ports, for each message published and each delivered.",
                [.. filled.Select(topic => new FanOutCost(topic))]),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var topic in filled)
        {
            await topic.DisposeAsync();
        }
    }
}
