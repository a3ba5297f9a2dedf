using Serverless.Bench.Harness;

namespace Serverless.Bench.Messaging;

/// <summary>Starts the brokers that LocalHost is compared with; one that can't be started is left out, and it is said why.</summary>
public static class Brokers
{
    /// <summary>Those that answer a publish after it is on the disk, and NATS as it comes.</summary>
    public static async Task<IReadOnlyList<IBroker>> StartPeersAsync(Workspace workspace)
    {
        Func<Task<IBroker>>[] starts =
        [
            async () => await RedisBroker.StartAsync(workspace),
            async () => await NatsBroker.StartAsync(workspace, always: true),
            async () => await NatsBroker.StartAsync(workspace, always: false),
            async () => await RabbitBroker.StartAsync(workspace),
        ];
        var started = new List<IBroker>();
        foreach (var start in starts)
        {
            try
            {
                started.Add(await start());
            }
            catch (BenchException exception)
            {
                await Console.Out.WriteLineAsync($"  A peer is left out: {exception.Message}");
            }
        }

        return started;
    }
}
