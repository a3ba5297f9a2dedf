using Serverless.Bench.Harness;

namespace Serverless.Bench.Messaging;

/// <summary>What good messages feel of one in a hundred that the endpoint rejects for ever.</summary>
public sealed class RejectionsScenario : IScenario
{
    private readonly List<IBroker> running = [];

    public string Name => "queue-rejections";

    public async Task<IReadOnlyList<Comparison>> PrepareAsync(Workspace workspace) =>
    [
        new Comparison(
            "Rejected messages",
            "good deliveries",
            "What has piled up for one endpoint is pushed to it, single messages, without any that is rejected and with one more for each 99, which is answered 422 each time it comes. The time ends when the last good one has arrived; the bad ones of earlier rounds are tried again beside those of the next.",
            [
                new PushDrain(await StartAsync(workspace, "good messages alone"), badInHundred: 0),
                new PushDrain(await StartAsync(workspace, "beside 1 % that is rejected for ever"), badInHundred: 1),
            ]),
    ];

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
