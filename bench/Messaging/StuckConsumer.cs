using Serverless.Bench.Harness;

namespace Serverless.Bench.Messaging;

/// <summary>Measures something while a consumer pulls over and over and acknowledges nothing.</summary>
public sealed class StuckConsumer(LocalHostBroker app, string subscription, IContender measured) : IContender
{
    private static readonly ReadOnlyMemory<byte> Pull = """{"max":100,"wait":"PT1S"}"""u8.ToArray();

    public string Name => measured.Name;

    public ContenderProcesses? Processes => measured.Processes;

    public async Task<Sample> MeasureAsync(TimeSpan duration)
    {
        using var done = new CancellationTokenSource();
        var pulling = PullAsync(done.Token);
        var sample = await measured.MeasureAsync(duration);
        await done.CancelAsync();
        await pulling;
        return sample;
    }

    private async Task PullAsync(CancellationToken done)
    {
        while (!done.IsCancellationRequested)
        {
            using var answer = await app.PostAsync($"{LocalHostBroker.PathOf(subscription)}/pull", Pull, CancellationToken.None);
        }
    }
}
