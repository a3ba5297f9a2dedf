using System.Globalization;
using Serverless.Bench.Harness;

namespace Serverless.Bench.Messaging;

/// <summary>What a healthy endpoint feels of a stuck consumer, a dead endpoint and a slow one beside it.</summary>
public sealed class IsolationScenario : IScenario
{
    private const string Stuck = "stuck";

    private readonly List<IBroker> running = [];

    public string Name => "queue-isolation";

    public async Task<IReadOnlyList<Comparison>> PrepareAsync(Workspace workspace)
    {
        var alone = await StartAsync(workspace, "a healthy endpoint alone");
        var beside = await StartAsync(workspace, "beside a stuck consumer, a dead endpoint and one of 10 s");
        await beside.App.AddSubscriptionAsync(Stuck, new { delivery = new { mode = "pull" }, ackDeadline = "PT10M" });
        await beside.AddEndpointAsync("dead", new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Workspace.FreePort()}")));
        await beside.AddEndpointAsync("slow", beside.Endpoints.SlowAddress);
        return
        [
            new Comparison(
                "Isolation",
                "deliveries",
                $"{LatencyLoad.MessagesPerSecond} single messages a second, from publishing to receipt by the healthy endpoint. The stuck consumer pulls until it has all it may have, and acknowledges nothing.",
                [new LatencyLoad(alone, subscriptions: 1), new StuckConsumer(beside.App, Stuck, new LatencyLoad(beside, subscriptions: 1))]) { RelatesTimes = true },
        ];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var broker in running)
        {
            await broker.DisposeAsync();
        }
    }

    private async Task<LocalHostPushBroker> StartAsync(Workspace workspace, string name)
    {
        var broker = await LocalHostPushBroker.StartAsync(workspace, name, subscriptions: 1);
        running.Add(broker);
        return broker;
    }
}
