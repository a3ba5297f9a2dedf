namespace Serverless.Bench.Messaging;

/// <summary>Publishes single messages at a steady rate; a slow answer holds back none of the next.</summary>
public static class SteadyPublisher
{
    /// <returns>How many messages were published.</returns>
    public static async Task<int> RunAsync(IBroker broker, int perSecond, TimeSpan duration)
    {
        var (published, start) = (new List<Task>(), TimeProvider.System.GetTimestamp());
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1) / perSecond, TimeProvider.System);
        while (TimeProvider.System.GetElapsedTime(start) < duration)
        {
            // The timer drops the ticks that this process slept through; their messages are due all the same.
            await timer.WaitForNextTickAsync();
            for (var due = (int)(TimeProvider.System.GetElapsedTime(start).TotalSeconds * perSecond); published.Count < due;)
            {
                published.Add(broker.PublishAsync([BenchMessages.Stamped()]));
            }
        }

        await Task.WhenAll(published);
        return published.Count;
    }
}
