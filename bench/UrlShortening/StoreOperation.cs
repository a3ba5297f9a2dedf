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
        var calls = "";
        while (TimeProvider.System.GetElapsedTime(start) < duration)
        {
            shortener.Calls.Reset();
            var work = await run(shortener);
            calls = shortener.Calls.Each(work.Latencies.Count);
            latencies.AddRange(work.Latencies);
            elapsed += work.Elapsed;
        }

        return Sample.Of(latencies, elapsed, calls);
    }
}
