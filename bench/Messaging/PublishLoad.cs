using Serverless.Bench.Harness;

namespace Serverless.Bench.Messaging;

/// <summary>Publishers in a closed loop: each sends its next messages when its last ones are acknowledged.</summary>
/// <param name="batch">Messages that a publisher sends together.</param>
public sealed class PublishLoad(IBroker broker, int batch) : IContender
{
    private readonly byte[][] messages = [.. Enumerable.Repeat(BenchMessages.Plain, batch)];

    public string Name => broker.Name;

    public ContenderProcesses? Processes => broker.Processes;

    public async Task<Sample> MeasureAsync(TimeSpan duration)
    {
        await broker.ClearAsync();
        var start = TimeProvider.System.GetTimestamp();
        var latencies = await Task.WhenAll(Enumerable.Range(0, BenchMessages.InFlight).Select(_ => Task.Run(() => PublishAsync(start, duration))));
        return Sample.Of(latencies.SelectMany(own => own), TimeProvider.System.GetElapsedTime(start)).Times(batch);
    }

    private async Task<List<TimeSpan>> PublishAsync(long start, TimeSpan duration)
    {
        var latencies = new List<TimeSpan>();
        while (TimeProvider.System.GetElapsedTime(start) < duration)
        {
            var begun = TimeProvider.System.GetTimestamp();
            await broker.PublishAsync(messages);
            latencies.Add(TimeProvider.System.GetElapsedTime(begun));
        }

        return latencies;
    }
}
