using Serverless.Bench.Harness;

namespace Serverless.Bench.Messaging;

/// <summary>
/// Lets messages pile up for an endpoint whose subscription is paused, resumes it, and measures how long the good ones take
/// to arrive. Filling does not count.
/// </summary>
/// <param name="badInHundred">Of each hundred messages, so many are rejected.</param>
public sealed class PushDrain(LocalHostPushBroker broker, int badInHundred) : IContender
{
    private const int GoodPerSecond = 990;
    private const int GoodInBatch = BenchMessages.Batch - 1;

    private static readonly string Subscription = BenchMessages.NameOf(0);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public string Name => broker.Name;

    public ContenderProcesses? Processes => broker.Processes;

    public async Task<Sample> MeasureAsync(TimeSpan duration)
    {
        await SetAsync(paused: true);
        var batches = (int)(GoodPerSecond * duration.TotalSeconds) / GoodInBatch;
        byte[][] batch = [.. Enumerable.Repeat(BenchMessages.Plain, GoodInBatch), .. Enumerable.Repeat(BenchMessages.Bad, badInHundred)];
        for (var i = 0; i < batches; i++)
        {
            await broker.PublishAsync(batch);
        }

        var start = TimeProvider.System.GetTimestamp();
        await SetAsync(paused: false);
        var times = await ReceiveAsync(batches * GoodInBatch, start).WaitAsync(Patience);
        return Sample.Of(times, TimeProvider.System.GetElapsedTime(start));
    }

    private async Task<List<TimeSpan>> ReceiveAsync(int expected, long start)
    {
        var (times, arrived) = (new List<TimeSpan>(expected), broker.Endpoints.ArrivedAt(0));
        while (times.Count < expected)
        {
            await arrived.ReadAsync();
            times.Add(TimeProvider.System.GetElapsedTime(start));
        }

        return times;
    }

    private Task SetAsync(bool paused) => broker.App.AddSubscriptionAsync(
        Subscription, new { delivery = new { mode = "push", endpoint = broker.Endpoints.AddressOf(0) }, paused });
}
