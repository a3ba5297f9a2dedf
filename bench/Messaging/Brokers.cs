using Serverless.Bench.Harness;

namespace Serverless.Bench.Messaging;

/// <summary>Starts the brokers that LocalHost is compared with; one that can't be started is left out, and it is said why.</summary>
public static class Brokers
{
    private static readonly Func<Workspace, Task<IBroker>>[] QuickToFill =
    [
        async workspace => await RedisBroker.StartAsync(workspace),
        async workspace => await NatsBroker.StartAsync(workspace, always: false),
        async workspace => await RabbitBroker.StartAsync(workspace),
    ];

    /// <summary>All: those that answer a publish after it is on the disk, and NATS as it comes.</summary>
    public static Task<IReadOnlyList<IBroker>> StartPeersAsync(Workspace workspace) =>
        StartAsync(workspace, [.. QuickToFill, async each => await NatsBroker.StartAsync(each, always: true)]);

    /// <summary>All but NATS that syncs every message: it takes long to be filled, and delivers like the other.</summary>
    public static Task<IReadOnlyList<IBroker>> StartQuickPeersAsync(Workspace workspace) => StartAsync(workspace, QuickToFill);

    private static async Task<IReadOnlyList<IBroker>> StartAsync(Workspace workspace, IReadOnlyList<Func<Workspace, Task<IBroker>>> starts)
    {
        var started = new List<IBroker>();
        foreach (var start in starts)
        {
            try
            {
                started.Add(await start(workspace));
            }
            catch (BenchException exception)
            {
                await Console.Out.WriteLineAsync($"  A peer is left out: {exception.Message}");
            }
        }

        return started;
    }
}
