using Serverless.Bench.Harness;

namespace Serverless.Bench.Messaging;

/// <summary>
/// Consumers that take what has piled up: four of each subscription, which acknowledge what they got before they ask for
/// more. Filling does not count; the time ends when the last message was acknowledged.
/// </summary>
public sealed class DrainLoad(IBroker broker) : IContender
{
    private const int Consumers = 4;
    private const int MessagesPerSecond = 20_000;
    private const int FillersAtOnce = 8;

    public string Name => broker.Name;

    // Looked at here, so that filling does not count.
    public ContenderProcesses? Processes => null;

    public async Task<Sample> MeasureAsync(TimeSpan duration)
    {
        await broker.ClearAsync();
        var messages = (int)(MessagesPerSecond * duration.TotalSeconds);
        await FillAsync(messages);
        var receivers = await Task.WhenAll(Enumerable.Range(0, BenchMessages.Subscriptions * Consumers)
            .Select(i => broker.SubscribeAsync(i % BenchMessages.Subscriptions)));
        var drain = new Drain(messages * BenchMessages.Subscriptions);
        var sample = await Usage.OfAsync(broker.Processes, () => drain.RunAsync(receivers));
        foreach (var receiver in receivers)
        {
            await receiver.DisposeAsync();
        }

        return sample;
    }

    private async Task FillAsync(int messages)
    {
        var batch = Enumerable.Repeat(BenchMessages.Plain, BenchMessages.Batch).ToArray();
        var left = messages / BenchMessages.Batch;
        await Task.WhenAll(Enumerable.Range(0, FillersAtOnce).Select(async _ =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                await broker.PublishAsync(batch);
            }
        }));
    }
}
