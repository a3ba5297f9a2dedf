using Serverless.Bench.Harness;

namespace Serverless.Bench.Messaging;

/// <summary>Durable publishes a second, to a topic with three subscriptions.</summary>
public sealed class PublishScenario : IScenario
{
    private readonly List<IAsyncDisposable> running = [];

    public string Name => "queue-publish";

    public async Task<IReadOnlyList<Comparison>> PrepareAsync(Workspace workspace)
    {
        var app = await LocalHostBroker.StartAsync(workspace);
        running.Add(app);
        var peers = await Brokers.StartPeersAsync(workspace);
        running.AddRange(peers);
        var bare = await Peers.StartAsync<BarePublishPeer>(workspace.NewFolder("bare"));
        running.Add(bare);
        return [Compare(app, bare, peers, 1), Compare(app, bare, peers, BenchMessages.Batch)];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var broker in running)
        {
            await broker.DisposeAsync();
        }
    }

    private static Comparison Compare(LocalHostBroker app, ServerProcess bare, IReadOnlyList<IBroker> peers, int batch) => new(
        batch == 1 ? "Single publishes" : $"Batches of {batch}",
        "messages",
        $"{BenchMessages.InFlight} publishes in flight, {BenchMessages.Bytes} bytes a message, {BenchMessages.Subscriptions} subscriptions; the times are those of a publish.",
        [
            HttpPublishLoad.Create(HttpPublishLoad.OursByWrk, app.App.Process, batch),
            HttpPublishLoad.Create("bare Kestrel, SQLite group commits", bare, batch),
            new PublishLoad(app, batch),
            .. peers.Select(peer => new PublishLoad(peer, batch)),
        ]);
}
