using Serverless.Bench.Harness;

namespace Serverless.Bench.UrlShortening;

/// <summary>An operation of the shortener, repeated over a store of some size.</summary>
/// <param name="run">Does some of it, and leaves the store as large as it was.</param>
public sealed class StoreOperation(string name, FilledShortener shortener, Func<FilledShortener, Task<Work>> run) : IContender
{
    public string Name => name;

    public async Task<Sample> MeasureAsync(TimeSpan duration)
    {
        var (latencies, elapsed, start) = (new List<TimeSpan>(), TimeSpan.Zero, TimeProvider.System.GetTimestamp());
        shortener.Calls.Reset();
        while (TimeProvider.System.GetElapsedTime(start) < duration)
        {
            var work = await run(shortener);
            latencies.AddRange(work.Latencies);
            elapsed += work.Elapsed;
        }

        return Sample.Of(latencies, elapsed, shortener.Calls.Each(latencies.Count));
    }
}
