using System.Collections.Concurrent;
using Serverless.Bench.Harness;

namespace Serverless.Bench.Messaging;

/// <summary>
/// From publishing to receipt at a steady rate, whatever the answers take: messages are published one at a time, every 5 ms,
/// and each is received by every subscription. Publisher and receivers are in one process and share its clock.
/// </summary>
public sealed class LatencyLoad(IBroker broker, int subscriptions = BenchMessages.Subscriptions) : IContender
{
    public const int MessagesPerSecond = 200;

    private const int Consumers = 2;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public string Name => broker.Name;

    public ContenderProcesses? Processes => broker.Processes;

    public async Task<Sample> MeasureAsync(TimeSpan duration)
    {
        await broker.ClearAsync();
        using var done = new CancellationTokenSource();
        var receivers = await Task.WhenAll(Enumerable.Range(0, subscriptions * Consumers)
            .Select(i => broker.SubscribeAsync(i % subscriptions)));
        var ages = new ConcurrentQueue<TimeSpan>();
        var running = receivers.Select(receiver => Task.Run(() => ReceiveAsync(receiver, ages, done.Token))).ToArray();
        var start = TimeProvider.System.GetTimestamp();
        var expected = subscriptions * await SteadyPublisher.RunAsync(broker, MessagesPerSecond, duration);
        await Arrival.OfAsync(
            () => ages.Count >= expected || running.Any(receiver => receiver.IsFaulted), Patience, () => $"{broker.Name}: {ages.Count} of {expected} messages arrived.");
        var elapsed = TimeProvider.System.GetElapsedTime(start);
        await done.CancelAsync();
        await Task.WhenAll(running);
        foreach (var receiver in receivers)
        {
            await receiver.DisposeAsync();
        }

        return Sample.Of(ages, elapsed);
    }

    private static async Task ReceiveAsync(IReceiver receiver, ConcurrentQueue<TimeSpan> ages, CancellationToken done)
    {
        try
        {
            while (!done.IsCancellationRequested)
            {
                await receiver.ReceiveAsync(message => ages.Enqueue(BenchMessages.AgeOf(message.Span)), done);
            }
        }
        catch (OperationCanceledException) when (done.IsCancellationRequested)
        {
            // All have arrived.
        }
    }
}
